import Audio
import Foundation
import Recording
import Testing
import Wire

@testable import CallSimulator

@Suite("Audio")
struct AgentAudioTests {
  private static let codecs: [(AudioCodec, Int)] = [
    (.pcmu, 8_000), (.pcma, 8_000), (.g722, 16_000), (.l16, 8_000), (.l16, 16_000), (.l16, 24_000),
    (.opus, 8_000), (.opus, 16_000),
  ]

  /// Half a second of a 400 Hz tone.
  private static func tone(rate: Int) -> [Int16] {
    (0..<rate / 2).map { Int16(8_000 * sin(Double($0) * 400 * 2 * .pi / Double(rate))) }
  }

  private func payloads(of clip: SpeechClip) -> [[UInt8]] {
    let text = clip.text
    return (0..<clip.frameCount).map { index in
      let frame = clip.frame(index)
      return [UInt8](capacity: 4_096) { output in
        _ = Base64.decode(text.span, in: frame, into: &output)
      }
    }
  }

  @Test("what one side encodes the other measures and hears", arguments: codecs)
  func roundTrip(codec: AudioCodec, rate: Int) throws {
    let clip = try SpeechClip(Self.tone(rate: rate), rate: rate, codec: codec, codecRate: rate)
    let audio = try AgentAudio(codec: codec, rate: rate)
    var heard: [Int16] = []
    for payload in payloads(of: clip) {
      #expect(audio.length(of: payload.span) == .milliseconds(20))
      heard += audio.decode(payload.span)
    }
    #expect(abs(heard.count - 4_000) <= 32)
    let power = heard.dropFirst(800).map { Double($0) * Double($0) }.reduce(0, +) / Double(heard.count - 800)
    // A sine of 8000 has a mean square of 32 million.
    #expect((20e6...45e6).contains(power), "\(codec) \(power)")
  }

  @Test("an empty payload is no audio in any codec", arguments: codecs)
  func empty(codec: AudioCodec, rate: Int) throws {
    let nothing: [UInt8] = []
    #expect(try AgentAudio(codec: codec, rate: rate).length(of: nothing.span) == nil)
  }

  @Test("half a sample of L16 is no audio")
  func odd() throws {
    let bytes = [UInt8](repeating: 0, count: 641)
    #expect(try AgentAudio(codec: .l16, rate: 16_000).length(of: bytes.span) == nil)
    #expect(
      try AgentAudio(codec: .l16, rate: 16_000).length(of: bytes.span.extracting(1..<641))
        == .milliseconds(20))
  }

  @Test("any bytes can be measured and decoded", arguments: 1...50 as ClosedRange<UInt64>)
  func anyBytes(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let bytes = (0..<Int(random.next() % 700)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for (codec, rate) in Self.codecs {
      let audio = try AgentAudio(codec: codec, rate: rate)
      guard audio.length(of: bytes.span) != nil else { continue }
      _ = audio.decode(bytes.span)
    }
  }

  private func write(_ samples: [Int16]) throws -> String {
    let path = NSTemporaryDirectory() + "callsim-\(UUID().uuidString).wav"
    let file = try StereoRecording(path: path, rate: 8_000)
    try file.append(left: samples.span, right: samples.span)
    _ = file.close()
    return path
  }

  @Test("speech files that are silent, empty or missing are named in the error")
  func badSpeech() throws {
    let silent = try write([Int16](repeating: 0, count: 8_000))
    let empty = try write([])
    defer { for path in [silent, empty] { try? FileManager.default.removeItem(atPath: path) } }
    #expect(throws: SimulatorError.badSpeech(silent, "it holds nothing but silence")) { try speech(silent) }
    #expect(throws: SimulatorError.badSpeech(empty, "it holds no audio")) { try speech(empty) }
    #expect(throws: SimulatorError.badOption("/nowhere/a.wav does not exist")) {
      try speech("/nowhere/a.wav")
    }
    #expect(throws: SimulatorError.unreadable("/nowhere: no such folder of caller speech")) {
      try Simulation.speechFiles(in: "/nowhere")
    }
  }

  private func speech(_ path: String) throws(SimulatorError) {
    _ = try CallerSpeech(files: [path], talk: nil, codec: .pcmu, rate: 8_000, seed: 1)
  }

  @Test(
    "a talk of a given length is made from shorter and from longer recordings",
    arguments: [200, 900] as [Int64])
  func talk(length: Int64) throws {
    let path = try write(Self.tone(rate: 8_000))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let speech = try CallerSpeech(
      files: [path, path], talk: .milliseconds(length), codec: .pcmu, rate: 8_000, seed: 1)
    for clip in speech.clips { #expect(abs(Int64(clip.spokenFrames) - length / 20) <= 1) }
  }

  @Test("a media message reads as the carrier's own encoder writes it")
  func mediaMessage() throws {
    let clip = try SpeechClip(Self.tone(rate: 8_000), rate: 8_000, codec: .pcmu, codecRate: 8_000)
    let encoder = TelnyxCarrierEncoder(streamID: "sim-caller-7")
    var writer = FrameWriter()
    for (number, payload) in payloads(of: clip).enumerated() {
      let chunk = Int64(number * number * 1_000 + 1)
      writer.compose(
        sequence: chunk + 2, chunk: chunk, payload: clip.frame(number), of: clip,
        tail: FrameWriter.tail(streamID: "sim-caller-7"))
      let media = TelnyxCarrierMedia(chunk: chunk, timestampMs: (chunk - 1) * 20, sequence: chunk + 2)
      let size = encoder.mediaMessageSize(media, payloadBytes: payload.count)
      let expected = [UInt8](capacity: size) {
        _ = encoder.encodeMedia(media, payload: payload.span, into: &$0)
      }
      #expect(writer.message == expected)
    }
  }

  @Test("a process's use is read whatever its name is")
  func processSample() throws {
    let stat = "17 (a (b) c) S 1 17 17 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 3 0 100 1000 25"
    let status = "Name:\tx\nVmRSS:\t    2048 kB\n"
    let sample = try #require(ProcessSample(stat: stat, status: status, ticksPerSecond: 100))
    #expect(sample.cpuSeconds == 3)
    #expect(sample.residentBytes == 2_097_152)
    #expect(ProcessSample(stat: "17 x", status: status, ticksPerSecond: 100) == nil)
    #expect(ProcessSample(stat: stat, status: "", ticksPerSecond: 100) == nil)
    #expect(ProcessSample.take(of: nil) != nil)
    #expect(ProcessSample.take(of: Int32.max) == nil)
  }
}

import Foundation
import Testing

@testable import ProviderSimulator

@Suite("What was said")
struct LineMatcherTests {
  private static let callers = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures/callers").path

  struct Line: Sendable, CustomTestStringConvertible {
    var audio: String
    var text: String
    var testDescription: String { audio }
  }

  static let lines: [Line] = ["lead", "refusal"].flatMap { folder -> [Line] in
    let script = FileManager.default.contents(atPath: "\(callers)/\(folder)/script.json") ?? Data()
    let entries = JSONText.object(Array(script))?["lines"] as? [[String: Any]] ?? []
    return entries.compactMap { entry in
      guard let audio = entry["audio"] as? String, let text = entry["text"] as? String else { return nil }
      return Line(audio: "\(callers)/\(folder)/\(audio)", text: text)
    }
  }

  static let library = Result { try LineLibrary(folders: [callers]) }

  /// Samples of a fixture: 44 bytes of header, then s16 at 8 kHz.
  private func samples(_ line: Line) -> [Int16] {
    let bytes = FileManager.default.contents(atPath: line.audio).map { Array($0.dropFirst(44)) } ?? []
    return AudioFormat(encoding: .linear16, rate: 8000).decode(bytes)
  }

  private func heard(_ samples: [Int16], rate: Int = 8000) throws -> String {
    var text = HeardText(lines: try Self.library.get(), rate: rate)
    for start in stride(from: 0, to: samples.count, by: rate / 50) {
      _ = text.hear(Array(samples[start..<min(samples.count, start + rate / 50)]))
    }
    return text.take().map(\.text).joined(separator: " ")
  }

  @Test("there are lines to be known") func fixtures() throws {
    #expect(Self.lines.count == 10)
    #expect(try Self.library.get().lines.count == 10)
  }

  @Test(
    "a line is heard word for word, whatever the phase of its frames", arguments: lines, [0, 37, 80, 121])
  func phase(_ line: Line, _ shift: Int) throws {
    let quiet = [Int16](repeating: 0, count: 4000 + shift)
    #expect(try heard(quiet + samples(line) + [Int16](repeating: 0, count: 4000)) == line.text)
  }

  @Test("and through mu-law, quieter, with noise", arguments: lines, [UInt64(1), 2])
  func noise(_ line: Line, _ seed: UInt64) throws {
    var random = SimulatorRandom(seed: seed)
    let padded = [Int16](repeating: 0, count: 4051) + samples(line) + [Int16](repeating: 0, count: 4000)
    let noisy = padded.map { sample in
      Int16(clamping: Int(Double(sample) * 0.6 + (random.fraction() - 0.5) * 80))
    }
    let format = AudioFormat(encoding: .mulaw, rate: 8000)
    #expect(try heard(format.decode(format.encode(noisy[...]))) == line.text)
  }

  @Test("and at 16 kHz", arguments: lines)
  func wide(_ line: Line) throws {
    let narrow = [Int16](repeating: 0, count: 4030) + samples(line) + [Int16](repeating: 0, count: 4000)
    let wide = narrow.indices.flatMap { index in
      let next = narrow[min(index + 1, narrow.count - 1)]
      return [narrow[index], Int16((Int(narrow[index]) + Int(next)) / 2)]
    }
    #expect(try heard(wide, rate: 16_000) == line.text)
  }

  @Test(
    "a pause in the middle of a line parts its words where they are parted",
    arguments: lines.filter { $0.audio.hasSuffix("lead/3.wav") })
  func pause(_ line: Line) throws {
    var text = HeardText(lines: try Self.library.get(), rate: 8000)
    var pieces: [String] = []
    for sample in stride(from: 0, to: samples(line).count - 160, by: 160) {
      _ = text.hear(Array(samples(line)[sample..<sample + 160]))
      if !text.isSpeaking, text.silence == 30 {
        pieces.append(text.take().map(\.text).joined(separator: " "))
      }
    }
    pieces.append(text.take().map(\.text).joined(separator: " "))
    #expect(pieces == ["Well, we are looking to", "put solar panels on the roof of our house."])
  }

  @Test("the words of a line that is still being said are its first words", arguments: lines)
  func prefix(_ line: Line) throws {
    var text = HeardText(lines: try Self.library.get(), rate: 8000)
    let all = samples(line)
    for start in stride(from: 0, to: all.count - 160, by: 160) {
      _ = text.hear(Array(all[start..<start + 160]))
      guard start > 8000, start % 1600 == 0 else { continue }
      let words = text.words().map(\.text).joined(separator: " ")
      #expect(line.text.hasPrefix(words), "\(words)")
    }
  }

  @Test("speech that nobody knows becomes as many words as fit")
  func unknown() throws {
    var random = SimulatorRandom(seed: 3)
    var samples = [Int16](repeating: 0, count: 4000)
    for index in 0..<16_000 {
      let loud = sin(Double(index) / 900) * 6000
      samples.append(Int16(loud * (random.fraction() - 0.5) + sin(Double(index) / 7) * loud / 2))
    }
    let words = try heard(samples + [Int16](repeating: 0, count: 4000)).split(separator: " ").count
    #expect((2...8).contains(words))
    #expect(try heard([Int16](repeating: 0, count: 16_000)).isEmpty)
  }

  @Test("G.711 goes there and back with its own error", arguments: [AudioFormat.Encoding.mulaw, .alaw])
  func companding(_ encoding: AudioFormat.Encoding) {
    let format = AudioFormat(encoding: encoding, rate: 8000)
    let all = stride(from: -32_000, through: 32_000, by: 37).map { Int16($0) }
    for (before, after) in zip(all, format.decode(format.encode(all[...]))) {
      #expect(abs(Int(before) - Int(after)) <= max(16, abs(Int(before)) / 16))
    }
    let codes = (0...255).map { UInt8($0) }
    let again = format.encode(format.decode(codes)[...])
    // Minus zero is written as plus zero.
    #expect(zip(codes, again).count { $0 != $1 } <= 1)
  }
}

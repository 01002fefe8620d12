import Foundation
import Recording
import Testing

@Suite("WAV reader")
struct WAVReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("several channels are mixed, picked or refused, as asked")
  func channels() throws {
    let path = try write(samples16([100, 300, -200, 0]), channels: 2, bits: 16, to: folder)
    #expect(try WAVReader.read(path: path).samples == [200, -100])
    #expect(try WAVReader.read(path: path, channels: .only(0)).samples == [100, -200])
    #expect(try WAVReader.read(path: path, channels: .only(1)).samples == [300, 0])
    #expect(throws: WAVError.unexpectedChannels(path: path, 2)) {
      try WAVReader.read(path: path, channels: .mono)
    }
    for index in [-1, 2] {
      #expect(throws: WAVError.unexpectedChannels(path: path, 2)) {
        try WAVReader.read(path: path, channels: .only(index))
      }
    }
  }

  @Test("mono is mono however it is asked for")
  func mono() throws {
    let path = try write(samples16([1, -2, 3]), channels: 1, bits: 16, to: folder)
    for channels in [WAVReader.Channels.mix, .only(0), .mono] {
      #expect(
        try WAVReader.read(path: path, channels: channels) == WAVAudio(samples: [1, -2, 3], rate: 8_000))
    }
  }

  @Test("8-bit samples become 16-bit ones")
  func eightBit() throws {
    let path = try write([0, 128, 255], channels: 1, bits: 8, to: folder)
    #expect(try WAVReader.read(path: path).samples == [-32_768, 0, 32_512])
  }

  @Test("floating-point samples are scaled, and clipped beyond full scale")
  func floatingPoint() throws {
    let floats: [Float] = [0, 0.5, -0.5, 2, -2]
    let bytes = floats.flatMap { little($0.bitPattern) }
    let path = try write(bytes, channels: 1, bits: 32, format: 3, to: folder)
    let samples = try WAVReader.read(path: path).samples
    #expect(samples.count == 5)
    #expect(samples[0] == 0)
    #expect(abs(Int(samples[1]) - 16_384) <= 1 && abs(Int(samples[2]) + 16_384) <= 1)
    #expect(samples[3] == .max && samples[4] == .min)
  }

  @Test("a header that promises more than there is gives what there is")
  func truncated() throws {
    let path = try write(samples16([1, 2, 3]), channels: 1, bits: 16, claimed: 1_000_000, to: folder)
    #expect(try WAVReader.read(path: path).samples == [1, 2, 3])
  }

  @Test("a missing file is said to be missing")
  func missing() throws {
    for path in [folder.file("none.wav"), folder.file("no/where.wav"), ""] {
      #expect(throws: WAVError.missing(path: path)) { try WAVReader.read(path: path) }
    }
  }

  @Test("a folder cannot be read")
  func unreadable() throws {
    #expect(throws: WAVError.self) { try WAVReader.read(path: folder.path) }
  }

  @Test(
    "what is not a WAV file is said not to be one",
    arguments: ["", "RIFF", "just some text, not sound", "fLaC"])
  func notAWAV(text: String) throws {
    let path = folder.file("other.wav")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: WAVError.self) { try WAVReader.read(path: path) }
    guard case .notAWAV = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("headers with flipped bytes are read or refused", arguments: 0..<200 as Range<UInt64>)
  func damagedHeader(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let path = try write(samples16([Int16](repeating: 7, count: 500)), channels: 1, bits: 16, to: folder)
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    for _ in 0..<3 {
      bytes[Int.random(in: 0..<44, using: &generator)] = .random(in: 0...255, using: &generator)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      #expect(try WAVReader.read(path: path).samples.count <= 1_000)
    } catch { #expect(!"\(error)".isEmpty) }
  }
}

// MARK: Files by hand (Microsoft and IBM, Multimedia Programming Interface, 1991: RIFF WAVE)

private func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

private func samples16(_ samples: [Int16]) -> [UInt8] { samples.flatMap { little($0) } }

private func write(
  _ data: [UInt8], channels: Int, bits: Int, format: Int = 1, claimed: Int? = nil, to folder: TemporaryFolder
) throws -> String {
  let frame = channels * bits / 8
  var bytes = Array("RIFF".utf8) + little(UInt32(36 + (claimed ?? data.count))) + Array("WAVEfmt ".utf8)
  bytes += little(UInt32(16)) + little(UInt16(format)) + little(UInt16(channels)) + little(UInt32(8_000))
  bytes += little(UInt32(8_000 * frame)) + little(UInt16(frame)) + little(UInt16(bits))
  bytes += Array("data".utf8) + little(UInt32(claimed ?? data.count)) + data
  let path = folder.file("sound.wav")
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  return path
}

import Foundation
import KeyRing
import Testing

@Suite("Encrypted files")
struct EncryptedFileTests {
  private static let chunk = 65_536
  private let folder: TemporaryFolder
  private let ring: KeyRing
  private let subject: SubjectID

  init() throws {
    folder = try TemporaryFolder()
    ring = try KeyRing(folder: folder.path, master: KeyRingTests.master())
    subject = ring.subject("+15550100017")
  }

  private var path: String { folder.path + "/file" }

  private func text(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  }

  /// Writes in pieces of uneven length.
  private func write(_ text: [UInt8], isFinished: Bool = true) throws {
    try? FileManager.default.removeItem(atPath: path)
    var writer = try EncryptedFileWriter(
      path: path, ring: ring, subject: subject, context: KeyRingTests.context)
    var rest = text[...]
    var length = 1
    while !rest.isEmpty {
      try writer.append(rest.prefix(length))
      rest = rest.dropFirst(length)
      length = length * 3 % 40_009 + 1
    }
    if isFinished { try writer.finish() }
  }

  private func read(_ context: SealContext = KeyRingTests.context) -> (
    text: [UInt8], ending: EncryptedFileReader.Ending?, error: KeyRingError?
  ) {
    var text: [UInt8] = []
    do throws(KeyRingError) {
      var reader = try EncryptedFileReader(path: path, ring: ring, context: context)
      do throws(KeyRingError) {
        while let part = try reader.next() { text += part }
        return (text, reader.ending, nil)
      } catch {
        return (text, reader.ending, error)
      }
    } catch {
      return (text, nil, error)
    }
  }

  @Test(
    "what was written is read, at every edge of a chunk",
    arguments: [0, 1, 1000, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 300_000])
  func roundTrip(count: Int) throws {
    try write(text(count))
    let found = read()
    #expect(found.text == text(count))
    #expect(found.ending == .complete)
    #expect(found.error == nil)
    let stored = try folder.bytes("file")
    #expect(stored.count == 48 + count + max(1, (count + Self.chunk - 1) / Self.chunk) * 20)
  }

  @Test("a flipped bit is noticed at every position of a small file")
  func flips() throws {
    let whole = text(40)
    try write(whole)
    let stored = try folder.bytes("file")
    for position in stored.indices {
      for bit in 0..<8 {
        var changed = stored
        changed[position] ^= 1 << UInt8(bit)
        try folder.write(changed, to: "file")
        let found = read()
        #expect(found.error != nil || found.ending == .cut(at: 0), "byte \(position), bit \(bit)")
        #expect(found.text == [], "byte \(position), bit \(bit)")
      }
    }
  }

  @Test("a cut file says so and is read to its last whole chunk", arguments: 0..<8)
  func cuts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let whole = text(200_000)
    try write(whole)
    let stored = try folder.bytes("file")
    let stride = Self.chunk + 20
    var lengths = [0, 4, 47, stored.count - 1]
    for chunk in 0...3 { lengths += [47, 48, 52].map { $0 + chunk * stride } }
    for _ in 0..<20 { lengths.append(Int.random(in: 1..<stored.count, using: &random)) }
    for length in lengths where length < stored.count {
      try folder.write(stored.prefix(length), to: "file")
      let found = read()
      let chunks = max(0, length - 48) / stride
      #expect(found.error == nil, "\(length)")
      #expect(found.ending == .cut(at: chunks * Self.chunk), "\(length)")
      #expect(found.text == Array(whole.prefix(chunks * Self.chunk)), "\(length)")
    }
  }

  @Test("a writer that was never finished leaves its whole chunks")
  func crash() throws {
    try write(text(200_000), isFinished: false)
    let found = read()
    #expect(found.ending == .cut(at: 3 * Self.chunk))
    #expect(found.text == Array(text(200_000).prefix(3 * Self.chunk)))
    #expect(found.error == nil)
  }

  @Test(
    "chunks that change places, come twice, or from another file are noticed; so is anything behind the end")
  func splicing() throws {
    let stride = Self.chunk + 20
    let whole = text(3 * Self.chunk + 10)
    try write(whole)
    let stored = try folder.bytes("file")
    let (header, first, second) = (
      stored[..<48], stored[48..<48 + stride], stored[(48 + stride)..<(48 + 2 * stride)]
    )
    let rest = stored[(48 + 2 * stride)...]
    for changed in [header + second + first + rest, header + first + first + rest, header + second + rest] {
      try folder.write(changed, to: "file")
      #expect(read().error != nil)
    }
    try folder.write(stored + [0], to: "file")
    #expect(read().error == .corrupt("the end of \(path)"))
    try write(whole)
    let other = try folder.bytes("file")
    try folder.write(header + other[48...], to: "file")
    #expect(read().error != nil)
  }

  @Test("a file is read only as what it was written as, and not at all when its subject is shredded")
  func identity() throws {
    try write(text(10))
    let other = read(SealContext(callHigh: 9, callLow: 2, sequence: 3))
    #expect(other.error != nil && other.text == [])
    _ = try ring.shred(subject)
    guard case .shredded? = read().error else {
      Issue.record("a shredded file was opened")
      return
    }
    try folder.write(Array("RIFF".utf8), to: "file")
    #expect(read().error == .notAnEncryptedFile(path))
  }

  @Test("no file is written over, and none without a master key")
  func refusals() throws {
    try write([1])
    #expect(
      KeyRingTests.failure {
        _ = try EncryptedFileWriter(path: path, ring: ring, subject: subject, context: KeyRingTests.context)
      } == .file("open", path: path, code: 17))
    let plainFolder = try TemporaryFolder()
    let plain = try KeyRing(folder: plainFolder.path, master: nil)
    #expect(
      KeyRingTests.failure {
        _ = try EncryptedFileWriter(
          path: path + "2", ring: plain, subject: subject, context: KeyRingTests.context)
      } == .keyNeeded(path + "2"))
  }
}

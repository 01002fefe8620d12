import Foundation
import KeyRing
import Testing

@Suite("Master keys and subjects")
struct MasterKeyTests {
  @Test("a key is read in hexadecimal and base64, with white space")
  func spellings() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<32).map { UInt8($0) }
    let hex = bytes.map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }.joined()
    let ring = try KeyRing(folder: folder.path, master: MasterKey(hex))
    let subject = ring.subject("1")
    for text in [
      hex.uppercased(), " \(hex)\n", Data(bytes).base64EncodedString(),
      Data(bytes).base64EncodedString() + "\n",
    ] {
      #expect(try KeyRing(folder: folder.path, master: MasterKey(text)).subject("1") == subject)
    }
  }

  @Test(
    "anything else is refused with its source",
    arguments: ["", "abc", String(repeating: "0", count: 63), String(repeating: "g", count: 64), "AAAA", "é"])
  func refused(text: String) {
    #expect(
      KeyRingTests.failure { try MasterKey(text, source: "X") }
        == .badMasterKey(source: "X"))
  }

  @Test("a file is read when nobody else can", arguments: [mode_t(0o400), 0o600, 0o640])
  func file(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/master"
    try folder.write((KeyRingTests.hex + "\n").utf8, to: "master")
    _ = unsafe chmod(file, mode)
    let ring = try KeyRing(folder: folder.path, master: MasterKey(KeyRingTests.hex))
    #expect(try KeyRing(folder: folder.path, master: MasterKey(file: file)).subject("1") == ring.subject("1"))
  }

  @Test("a file that is open to everybody, missing, a folder or no key is refused by name")
  func badFiles() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/master"
    try folder.write((KeyRingTests.hex + "\n").utf8, to: "master")
    _ = unsafe chmod(file, 0o644)
    #expect(
      KeyRingTests.failure { try MasterKey(file: file) } == .exposedMasterKey(file: file, mode: 0o644))
    #expect(
      KeyRingTests.failure { try MasterKey(file: file + "x") } == .file("open", path: file + "x", code: 2))
    #expect(
      KeyRingTests.failure { try MasterKey(file: folder.path) } == .badMasterKey(source: folder.path))
    try folder.write("0123456789".utf8, to: "short")
    _ = unsafe chmod(folder.path + "/short", 0o600)
    #expect(
      KeyRingTests.failure { try MasterKey(file: folder.path + "/short") }
        == .badMasterKey(source: folder.path + "/short"))
  }

  @Test("many keys are made with one write, each once")
  func many() throws {
    let folder = try TemporaryFolder()
    let ring = try KeyRing(folder: folder.path, master: MasterKey(KeyRingTests.hex))
    let people = (0..<100).map { ring.subject("+155501\(1000 + $0)") }
    try ring.prepare(people[..<3])
    let first = ring.keyID(of: people[2])
    try ring.prepare(people + people)
    #expect(ring.keyCount == 100)
    #expect(ring.keyID(of: people[2]) == first)
    let again = try KeyRing(folder: folder.path, master: MasterKey(KeyRingTests.hex))
    #expect(again.damagedLines.isEmpty)
    #expect(people.allSatisfy { again.keyID(of: $0) == ring.keyID(of: $0) })
    // What is added behind a batch does not overwrite it.
    try again.prepare([again.subject("one more")])
    #expect(try KeyRing(folder: folder.path, master: MasterKey(KeyRingTests.hex)).keyCount == 101)
  }

  @Test("a subject is read back from its text")
  func subjectText() throws {
    let folder = try TemporaryFolder()
    let subject = try KeyRing(folder: folder.path, master: nil).subject("1")
    #expect(SubjectID(subject.description) == subject)
    #expect(SubjectID("abc") == nil)
    #expect(subject.description.count == 64)
  }
}

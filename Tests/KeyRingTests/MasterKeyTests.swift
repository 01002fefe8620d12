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

  @Test("the key comes from the variable or a file, not from both")
  func sources() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/master"
    try folder.write((KeyRingTests.hex + "\n").utf8, to: "master")
    let variable = [MasterKey.variable: KeyRingTests.hex]
    #expect(try MasterKey.find(environment: [:], file: nil).map { _ in 1 } == nil)
    #expect(try MasterKey.find(environment: [MasterKey.variable: ""], file: nil).map { _ in 1 } == nil)
    #expect(try MasterKey.find(environment: variable, file: nil).map { _ in 1 } == 1)
    #expect(try MasterKey.find(environment: [:], file: file).map { _ in 1 } == 1)
    #expect(
      KeyRingTests.failure {
        try MasterKey.find(environment: variable, file: file)
      }
        == .twoMasterKeys(variable: MasterKey.variable, file: file))
    #expect(
      KeyRingTests.failure {
        try MasterKey.find(environment: [:], file: file + "x")
      }
        == .file("open", path: file + "x", code: 2))
    let bad = [MasterKey.variable: "x"]
    #expect(
      KeyRingTests.failure { try MasterKey.find(environment: bad, file: nil) }
        == .badMasterKey(source: MasterKey.variable))
  }

  @Test(
    "every spelling of a number is one person",
    arguments: [
      ("+15550100017", "+15550100017"), ("+1 (555) 010-0017", "+15550100017"),
      ("555-010-0017", "+15550100017"),
      ("15550100017", "+15550100017"), ("tel:+1-555-010-0017", "+15550100017"),
      ("sip:+15550100017@carrier.example;user=phone", "+15550100017"), ("00442079460958", "+442079460958"),
      ("011442079460958", "+442079460958"), ("+44 20 7946 0958", "+442079460958"), ("Anonymous", "anonymous"),
      ("", ""), ("100", "+100"), ("sip:jane@carrier.example", "jane@carrier.example"),
    ])
  func normalised(number: String, normal: String) {
    #expect(SubjectID.normalised(number) == normal)
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

import Foundation
import KeyRing
import Testing

@Suite("Erasure receipts")
struct ErasureReceiptTests {
  private func receipt(_ ring: KeyRing) throws -> ErasureReceipt {
    let subject = ring.subject("+15550100017")
    try ring.prepare([subject])
    return ErasureReceipt(
      subject: subject, erasedAtMilliseconds: 1_700_000_000_000,
      removed: [
        .init(store: "sqlite", what: "segments", count: 12),
        .init(store: "recordings", what: "files", count: 2),
      ],
      shredded: ring.isSealing ? try ring.shred(subject) : [], ring: ring)
  }

  @Test("a receipt survives JSON and a new master key, and names nobody")
  func genuine() throws {
    let folder = try TemporaryFolder()
    let ring = try KeyRing(folder: folder.path, master: KeyRingTests.master())
    let receipt = try receipt(ring)
    let read = try ErasureReceipt(json: receipt.json())
    #expect(read == receipt)
    #expect(read.verify(with: ring) == .genuine)
    #expect(!String(decoding: receipt.json(), as: UTF8.self).contains("5550100017"))
    try ring.rewrap(with: KeyRingTests.master("b"))
    #expect(read.verify(with: try KeyRing(folder: folder.path, master: KeyRingTests.master("b"))) == .genuine)
  }

  @Test(
    "a changed receipt is forged",
    arguments: [
      ("\"count\" : 12", "\"count\" : 13"), ("\"sqlite\"", "\"sqlit\""), ("\"files\"", "\"file\""),
      ("1700000000000", "1700000000001"), ("\"signature\" : \"", "\"signature\" : \"00"),
      ("\"signature\" : \"", "\"signature\" : \"x"), ("\"subject\" : \"", "\"subject\" : \"0"),
    ])
  func forged(old: String, new: String) throws {
    let folder = try TemporaryFolder()
    let ring = try KeyRing(folder: folder.path, master: KeyRingTests.master())
    let text = String(decoding: try receipt(ring).json(), as: UTF8.self)
    let changed = text.replacingOccurrences(of: old, with: new)
    #expect(changed != text)
    #expect(try ErasureReceipt(json: Data(changed.utf8)).verify(with: ring) == .forged)
  }

  @Test("without a master key a receipt is unsigned; a signed one cannot be judged there")
  func plain() throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let plain = try KeyRing(folder: folder.path, master: nil)
    let ring = try KeyRing(folder: other.path, master: KeyRingTests.master())
    #expect(try receipt(plain).verify(with: plain) == .unsigned)
    #expect(try receipt(plain).verify(with: ring) == .unsigned)
    #expect(try receipt(ring).verify(with: plain) == .unverifiable)
  }

  @Test("what is no receipt is refused", arguments: ["", "{}", "[]", "{\"version\": 1}"])
  func bad(text: String) {
    #expect(
      KeyRingTests.failure { try ErasureReceipt(json: Data(text.utf8)) }
        == .corrupt("an erasure receipt"))
  }
}

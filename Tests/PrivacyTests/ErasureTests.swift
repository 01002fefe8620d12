import Audio
import Foundation
import KeyRing
import Privacy
import Records
import Redaction
import Storage
import Testing

@Suite("Erasing a person")
struct ErasureTests {
  private let folder: TemporaryFolder
  private let joe = "+15550100017"
  private let ann = "+15550100018"

  init() throws { folder = try TemporaryFolder() }

  private func fill(_ house: House) throws -> MemorySubjects {
    var numbers: [CallID: String] = [:]
    for number in 1...10 {
      let from = number.isMultiple(of: 2) ? joe : ann
      house.call(number, from: from, saying: number.isMultiple(of: 2) ? "marmalade" : "honey")
      _ = try house.record(number, [Int16](repeating: 7, count: 1_000))
      numbers[House.id(number)] = from
    }
    #expect(house.settle())
    return MemorySubjects(numbers)
  }

  private func count(_ receipt: ErasureReceipt, _ store: String) -> Int {
    receipt.removed.filter { $0.store == store }.reduce(0) { $0 + $1.count }
  }

  @Test(
    "leaves no trace in journal and recordings, spares the others, and says so", arguments: [true, false])
  func erased(isSealing: Bool) throws {
    let house = try House(folder, isSealing: isSealing)
    defer { house.close() }
    let store = try fill(house)
    if !isSealing { #expect(!folder.holding("marmalade").filter { $0.hasPrefix("journal") }.isEmpty) }
    let inbox = ErasureInbox(dataFolder: folder.path)
    let request = try inbox.request(SubjectAddress("(555) 010-0017"), now: 1_000)
    let erasure = Erasure(
      dataFolder: folder.path, ring: house.ring, store: store, site: house, now: { 2_000 })
    let receipt = try erasure.carryOut(request)
    #expect(folder.holding("marmalade").filter { !$0.hasPrefix("starling.sqlite") } == [])
    #expect(folder.holding("5550100017").filter { !$0.hasPrefix("starling.sqlite") } == [])
    #expect(store.count == 5)
    let recordings = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/recordings")
    #expect(
      Set(recordings.map { String($0.prefix(36)) }) == Set([1, 3, 5, 7, 9].map { House.id($0).description }))
    #expect(
      count(receipt, "all") == 5 && count(receipt, "database") == 5 && count(receipt, "recordings") == 5)
    #expect(count(receipt, "journal") >= 1)
    #expect(receipt.shreddedKeys.count == (isSealing ? 1 : 0))
    #expect(receipt.verify(with: house.ring) == (isSealing ? .genuine : .unsigned))
    #expect(try inbox.receipt(of: request.id) == receipt)
    #expect(try inbox.pending() == [])
    // The others can still be heard, and the journal goes on.
    house.call(11, from: ann, saying: "bread")
    #expect(house.settle())
    #expect(try house.store.transcript(of: House.id(11))?.turns.count == 1)
  }

  @Test("twice is harmless")
  func twice() throws {
    let house = try House(folder)
    defer { house.close() }
    let store = try fill(house)
    let inbox = ErasureInbox(dataFolder: folder.path)
    let erasure = Erasure(dataFolder: folder.path, ring: house.ring, store: store, site: house)
    let first = try inbox.request(SubjectAddress(joe), now: 1)
    #expect(try inbox.request(SubjectAddress("tel:" + joe), now: 2) == first)
    _ = try erasure.carryOut(first)
    let second = try erasure.carryOut(try inbox.request(SubjectAddress(joe), now: 3))
    #expect(second.removed.filter { $0.store != "journal" }.allSatisfy { $0.count == 0 })
    #expect(second.shreddedKeys == [])
    let stranger = try erasure.carryOut(try inbox.request(SubjectAddress("+442079460958"), now: 4))
    #expect(count(stranger, "all") == 0)
    #expect(store.count == 5)
  }

  @Test("a failure in the middle leaves the request, and what follows completes it with all counts")
  func resumed() throws {
    let house = try House(folder)
    let store = try fill(house)
    let inbox = ErasureInbox(dataFolder: folder.path)
    _ = try inbox.request(SubjectAddress(joe), now: 1)
    store.fail(1)
    let erasure = Erasure(dataFolder: folder.path, ring: house.ring, store: store, site: house)
    let open = try #require(try inbox.pending().first)
    #expect(throws: PrivacyError.self) { try erasure.carryOut(open) }
    // The key is gone already; a crash, and the next process.
    house.close()
    let crashed = try folder.copy()
    let next = try House(crashed)
    defer { next.close() }
    let again = ErasureInbox(dataFolder: crashed.path)
    let waiting = try #require(try again.pending().first)
    let receipt = try Erasure(dataFolder: crashed.path, ring: next.ring, store: store, site: next).carryOut(
      waiting)
    #expect(
      count(receipt, "all") == 5 && count(receipt, "database") == 5 && count(receipt, "recordings") == 5)
    #expect(receipt.shreddedKeys.count == 1)
    #expect(receipt.verify(with: next.ring) == .genuine)
    #expect(try again.pending() == [])
  }

  @Test("a crash after any file leaves something that is completed", arguments: 0..<6)
  func crashed(removed: Int) throws {
    let house = try House(folder)
    defer { house.close() }
    let store = try fill(house)
    let inbox = ErasureInbox(dataFolder: folder.path)
    _ = try inbox.request(SubjectAddress(joe), now: 1)
    store.fail(1)
    let erasure = Erasure(dataFolder: folder.path, ring: house.ring, store: store, site: house)
    #expect(throws: PrivacyError.self) { try erasure.carryOut(#require(try inbox.pending().first)) }
    // As a process that was killed while it removed files: planned, and some are gone.
    for number in [2, 4, 6, 8, 10].prefix(removed) {
      try FileManager.default.removeItem(atPath: "\(folder.path)/recordings/\(House.id(number)).wav.enc")
    }
    let receipt = try erasure.carryOut(#require(try inbox.pending().first))
    #expect(count(receipt, "recordings") == 5)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/recordings").count == 5)
  }

  @Test("recordings are found by their key when the database does not know the calls")
  func unknownCalls() throws {
    let house = try House(folder)
    defer { house.close() }
    _ = try fill(house)
    let inbox = ErasureInbox(dataFolder: folder.path)
    let receipt = try Erasure(
      dataFolder: folder.path, ring: house.ring, store: MemorySubjects([:]), site: house
    ).carryOut(try inbox.request(SubjectAddress(joe), now: 1))
    #expect(count(receipt, "recordings") == 5)
  }

  @Test("a damaged request is told and stands in nobody's way")
  func damaged() throws {
    let inbox = ErasureInbox(dataFolder: folder.path)
    let request = try inbox.request(SubjectAddress(joe), now: 1)
    try Data("{".utf8).write(to: URL(fileURLWithPath: folder.path + "/erasures/0-0.request"))
    #expect(try inbox.pending() == [request])
    #expect(try inbox.damaged() == [folder.path + "/erasures/0-0.request"])
    #expect(try inbox.receipt(of: request.id) == nil)
    var status = stat()
    #expect(unsafe stat(folder.path + "/erasures/\(request.id).request", &status) == 0)
    #expect(status.st_mode & 0o077 == 0)
  }
}

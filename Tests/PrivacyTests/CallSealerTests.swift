import Audio
import Foundation
import Journal
import KeyRing
import Privacy
import Projection
import Recording
import Records
import Storage
import Testing

@Suite("Sealed calls")
struct CallSealerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("what calls leave is in no file of journal, keys and recordings, and comes back with the key")
  func nothingInTheClear() throws {
    let house = try House(folder)
    house.call(1, from: "+15550100017", saying: "the marmalade is hidden")
    house.call(2, from: "sip:anonymous@x", saying: "the marmalade is hidden")
    _ = try house.record(1, [Int16](repeating: 0x4d41, count: 40_000))
    #expect(house.settle())
    house.close()
    for secret in ["marmalade", "5550100017", "AMAMAMAM"] {
      #expect(folder.holding(secret).filter { !$0.hasPrefix("starling.sqlite") } == [])
    }
    #expect(try house.store.transcript(of: House.id(1))?.turns.map(\.text) == ["the marmalade is hidden"])
    #expect(house.ring.keyCount == 2)
  }

  @Test("records of a killed process are opened by the next, and its end of a call is sealed too")
  func reopened() throws {
    let crashed: TemporaryFolder
    do {
      // Two processes: the first one's records never reach its database.
      let ring = try KeyRing(folder: folder.path, master: MasterKey(House.hex))
      let sealer = CallSealer(ring: ring)
      let journal = try Journal(
        files: SystemJournalFiles(path: "\(folder.path)/journal"), cipher: sealer, wallClock: { 0 },
        onEvent: { _ in })
      sealer.callStarted(House.id(1), number: "+15550100017")
      _ = journal.append(
        JournalRecord(
          call: House.id(1), sequence: 0, kind: 1, wallClockMilliseconds: 1,
          payload: StoreRecordCodec.encode([
            .call(CallSummary(id: House.id(1), from: "+15550100017", startedMs: 1))
          ])))
      #expect(journal.flush(within: 10_000))
      crashed = try folder.copy()
      journal.close()
    }
    let house = try House(crashed)
    #expect(try house.store.calls(CallQuery(limit: 5)).calls.map(\.endReason) == ["engine_killed"])
    #expect(house.projection.statistics.parked == 0)
    house.close()
    var reader = JournalReader(files: SystemJournalFiles(path: "\(crashed.path)/journal"))
    var count = 0
    while let entry = try reader.next() {
      #expect(entry.isSealed)
      count += 1
    }
    #expect(count == 2)
  }

  @Test(
    "a shredded person's records are passed over and counted, whatever copies there are of files and master key"
  )
  func shredded() throws {
    var copies: [TemporaryFolder] = []
    do {
      let ring = try KeyRing(folder: folder.path, master: MasterKey(House.hex))
      let sealer = CallSealer(ring: ring)
      let journal = try Journal(
        files: SystemJournalFiles(path: "\(folder.path)/journal"), cipher: sealer, wallClock: { 0 },
        onEvent: { _ in })
      for number in 1...20 {
        sealer.callStarted(House.id(number), number: number.isMultiple(of: 2) ? "5550100017" : "+15550100018")
        for sequence in 0...2 as ClosedRange<UInt32> {
          _ = journal.append(
            JournalRecord(
              call: House.id(number), sequence: sequence, kind: 1, wallClockMilliseconds: 1,
              payload: StoreRecordCodec.encode([
                .call(CallSummary(id: House.id(number), endedMs: 2, endReason: "x"))
              ])))
        }
      }
      #expect(journal.flush(within: 10_000))
      #expect(try ring.shred(ring.subject("tel:+1-555-010-0017")).count == 1)
      copies.append(try folder.copy())
      journal.close()
    }
    let house = try House(copies[0])
    #expect(house.settle())
    #expect(house.projection.statistics.erased == 30)
    #expect(house.projection.statistics.parked == 0)
    #expect(house.projection.statistics.unreadable == 0)
    #expect(house.projection.statistics.applied == 30)
    #expect(try house.store.calls(CallQuery(limit: 100)).calls.count == 10)
    house.close()
    // Whoever has the raw files and the master key.
    let ring = try KeyRing(folder: copies[0].path, master: MasterKey(House.hex))
    var reader = JournalReader(
      files: SystemJournalFiles(path: "\(folder.path)/journal"), cipher: CallSealer(ring: ring))
    var erased = 0
    while let entry = try reader.next() { erased += entry.isErased ? 1 : 0 }
    #expect(erased == 30)
  }

  @Test("a key file that cannot be written keeps records waiting, and loses none")
  func keysFail() throws {
    let house = try House(folder)
    // A folder in the place of the lock file.
    try FileManager.default.removeItem(atPath: folder.path + "/keys.lock")
    try FileManager.default.createDirectory(
      atPath: folder.path + "/keys.lock", withIntermediateDirectories: false)
    house.call(1, from: "+15550100017", saying: "hello")
    #expect(!house.journal.flush(within: 200))
    if case .failing = house.journal.health.state {} else { Issue.record("it does not say so") }
    #expect(!house.journal.health.isAccepting)
    try FileManager.default.removeItem(atPath: folder.path + "/keys.lock")
    #expect(house.settle())
    #expect(house.journal.statistics.unsealable == 0)
    #expect(try house.store.transcript(of: House.id(1))?.turns.map(\.text) == ["hello"])
    house.close()
  }

  @Test("calls that have ended are forgotten")
  func forgotten() throws {
    let house = try House(folder)
    for number in 1...500 { house.call(number, from: "+1555010\(1000 + number % 50)", saying: "x") }
    #expect(house.settle())
    #expect(house.settle())
    #expect((house.sealer?.knownCalls ?? 0) < 128)
    #expect(house.ring.keyCount == 50)
    #expect(house.projection.statistics.applied == 1_500)
    house.close()
  }
}

import Audio
import Foundation
import Testing

@testable import Journal

@Suite("Journal: the hand-over")
struct HandOverTests {
  @Test("what eight threads hand over arrives once, each thread's in order")
  func concurrency() throws {
    let handOver = HandOver(mostBytes: 1 << 30, mostRecords: 1 << 20)
    let perThread = 100_000
    let ended = Locked(0)
    for thread in 0..<8 {
      Thread {
        for sequence in 0..<perThread {
          let record = Samples.record(UInt64(thread), UInt32(sequence), [UInt8(thread)])
          while handOver.push(record, at: Int64(sequence)) == .refused { usleep(100) }
        }
        ended.withLock { $0 += 1 }
      }.start()
    }
    var next = [UInt32](repeating: 0, count: 8)
    var records: [PendingRecord] = []
    var isLast = false
    while !isLast {
      isLast = ended.withLock { $0 } == 8
      records.removeAll()
      handOver.take(into: &records)
      for taken in records {
        let thread = Int(taken.record.payload[0])
        if taken.record.sequence != next[thread] { Issue.record("thread \(thread) out of order") }
        next[thread] = taken.record.sequence + 1
      }
      handOver.release(records: records.count, cost: records.reduce(0) { $0 + $1.cost })
      if records.isEmpty { usleep(500) }
    }
    #expect(next == [UInt32](repeating: UInt32(perThread), count: 8))
    #expect(handOver.pendingRecords == 0)
    #expect(handOver.pendingBytes == 0)
  }

  @Test("beyond its memory it refuses, counts and names, and takes again when memory is given back")
  func bounds() {
    let handOver = HandOver(mostBytes: 4 * (PendingRecord.overhead + 3), mostRecords: 1_000)
    for sequence in 0..<4 as Range<UInt32> {
      #expect(handOver.push(Samples.record(1, sequence), at: 0) == .taken)
    }
    for sequence in 4..<304 as Range<UInt32> {
      #expect(handOver.push(Samples.record(1, sequence), at: 0) == .refused)
    }
    #expect(handOver.refused == 300)
    let (named, more) = handOver.takeRefused()
    #expect(named.map(\.sequence) == Array(4..<260))
    #expect(more == 44)
    var records: [PendingRecord] = []
    handOver.take(into: &records)
    #expect(handOver.push(Samples.record(1, 9), at: 0) == .refused)
    handOver.release(records: 4, cost: records.reduce(0) { $0 + $1.cost })
    #expect(handOver.push(Samples.record(1, 10), at: 0) == .taken)
  }

  @Test("only the first record after it fell idle asks for a wake, and none gets in after closing")
  func idle() {
    let handOver = HandOver(mostBytes: 1 << 20, mostRecords: 10)
    #expect(handOver.becomeIdle())
    #expect(handOver.push(Samples.record(1, 1), at: 0) == .takenFromIdle)
    #expect(handOver.push(Samples.record(1, 2), at: 0) == .taken)
    #expect(!handOver.becomeIdle())
    var records: [PendingRecord] = []
    handOver.take(into: &records, closing: true)
    #expect(records.map(\.record.sequence) == [1, 2])
    #expect(handOver.push(Samples.record(1, 3), at: 0) == .refused)
  }

  @Test("a payload beyond 4 MiB is refused")
  func tooLong() {
    let handOver = HandOver(mostBytes: 1 << 30, mostRecords: 10)
    let payload = [UInt8](repeating: 0, count: JournalRecord.mostPayloadBytes + 1)
    #expect(handOver.push(Samples.record(1, 1, payload), at: 0) == .refused)
    #expect(handOver.push(Samples.record(1, 2, payload.dropLast()), at: 0) == .taken)
  }
}

import Audio
import Foundation
import Journal
import Synchronization

/// The journal under two threads that append records of 200 bytes as fast as it takes them.
struct JournalBench {
  static let payloadBytes = 200
  let folder: String
  let seconds: Int

  func run() throws -> JournalBenchResults {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var results = JournalBenchResults()
    try appendLatency(&results)
    results.push = Self.pushFloor()
    try sustained(&results)
    results.floorBytesPerSecond = try writeFloor()
    return results
  }

  private func open(_ name: String, pendingBytes: Int = 256 << 20) throws -> Journal {
    var options = JournalOptions()
    options.mostPendingBytes = pendingBytes
    return try Journal(
      files: SystemJournalFiles(path: "\(folder)/\(name)"), options: options,
      wallClock: { Int64(Date().timeIntervalSince1970 * 1_000) }, onEvent: { _ in })
  }

  private static func record(_ thread: Int, _ index: Int) -> JournalRecord {
    JournalRecord(
      call: CallID(unixMilliseconds: 1_700_000_000_000, random: UInt64(thread), UInt64(thread)),
      sequence: UInt32(truncatingIfNeeded: index), kind: 1, wallClockMilliseconds: 0,
      payload: [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: payloadBytes))
  }

  /// Nanoseconds of 200 000 appends from two threads, at about 200 000 a second together; and what became of them.
  private func appendLatency(_ results: inout JournalBenchResults) throws {
    let journal = try open("latency")
    defer { journal.close() }
    let start = Self.now
    let threads = (0..<2).map { thread in
      BenchThread { () -> DurationCounts in
        var counts = DurationCounts()
        for index in 0..<110_000 {
          let record = Self.record(thread, index)
          let start = Self.now
          let isTaken = journal.append(record)
          let end = Self.now
          // The first ones warm the allocator.
          if isTaken, index >= 10_000 { counts.add(nanoseconds: end - start) }
          if index % 100 == 99 { Self.wait(until: start + 900_000) }
        }
        return counts
      }
    }
    for thread in threads { results.append.add(thread.join()) }
    guard journal.flush(within: 30_000) else { throw BenchFailure.notDurable }
    results.paced = journal.statistics
    results.pacedPerSecond = Double(results.paced.durable) / (Double(Self.now - start) / 1e9)
  }

  /// Nanoseconds that a compare-exchange on a word of its own and two looks at the clock take.
  private static func pushFloor() -> DurationCounts {
    let word = Atomic<Int>(0)
    var counts = DurationCounts()
    for index in 0..<100_000 {
      let start = now
      _ = word.weakCompareExchange(expected: index, desired: index + 1, ordering: .acquiringAndReleasing)
      counts.add(nanoseconds: now - start)
    }
    return counts
  }

  private func sustained(_ results: inout JournalBenchResults) throws {
    let journal = try open("sustained", pendingBytes: 64 << 20)
    let start = Self.now
    let end = start + Int64(seconds) * 1_000_000_000
    let threads = (0..<2).map { thread in
      BenchThread { () -> Int in
        var index = 0
        var refused = 0
        while Self.now < end {
          // At half of the memory a caller would be turned away; here it waits.
          if !journal.health.isAccepting {
            usleep(200)
            continue
          }
          for _ in 0..<64 {
            if !journal.append(Self.record(thread, index)) { refused += 1 }
            index += 1
          }
        }
        return refused
      }
    }
    results.refused = threads.reduce(0) { $0 + $1.join() }
    guard journal.flush(within: 30_000) else { throw BenchFailure.notDurable }
    let elapsed = Double(Self.now - start) / 1e9
    results.statistics = journal.statistics
    results.recordsPerSecond = Double(results.statistics.durable) / elapsed
    results.bytesPerSecond = Double(results.statistics.bytes) / elapsed
    journal.close()
    let readStart = Self.now
    var reader = JournalReader(files: SystemJournalFiles(path: "\(folder)/sustained"))
    var read = 0
    while try reader.next() != nil { read += 1 }
    guard read == results.statistics.durable else {
      throw BenchFailure.lost(results.statistics.durable - read)
    }
    results.readPerSecond = Double(read) / (Double(Self.now - readStart) / 1e9)
    try FileManager.default.removeItem(atPath: "\(folder)/sustained")
  }

  /// Bytes a second of plain writes of 1 MiB, with a sync when 20 ms have passed since the last.
  private func writeFloor() throws -> Double {
    let path = "\(folder)/floor"
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw BenchFailure.floor(errno) }
    defer { close(descriptor) }
    let block = [UInt8](repeating: 7, count: 1 << 20)
    let start = Self.now
    var written = 0
    var synced = start
    while Self.now - start < 3_000_000_000 {
      let count = unsafe block.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BenchFailure.floor(errno) }
      written += count
      if Self.now - synced >= 20_000_000 {
        guard fdatasync(descriptor) == 0 else { throw BenchFailure.floor(errno) }
        synced = Self.now
      }
    }
    guard fdatasync(descriptor) == 0 else { throw BenchFailure.floor(errno) }
    return Double(written) / (Double(Self.now - start) / 1e9)
  }

  private static var now: Int64 { MonotonicNanoseconds.now }

  private static func wait(until time: Int64) {
    let left = time - now
    if left > 1_000 { usleep(UInt32(left / 1_000)) }
  }
}

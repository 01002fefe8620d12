import Audio
import Journal

/// Records for tests.
enum Samples {
  static func call(_ index: UInt64) -> CallID {
    CallID(unixMilliseconds: 1_700_000_000_000 + index, random: index, index &* 0x9e37_79b9_7f4a_7c15)
  }

  static func record(_ call: UInt64, _ sequence: UInt32, _ payload: [UInt8] = [1, 2, 3]) -> JournalRecord {
    JournalRecord(
      call: self.call(call), sequence: sequence, kind: UInt8(truncatingIfNeeded: sequence),
      wallClockMilliseconds: 1_700_000_000_000 + Int64(sequence), payload: payload)
  }

  static func record(using generator: inout SeededGenerator, call: UInt64, _ sequence: UInt32)
    -> JournalRecord
  {
    let isLong = Int.random(in: 0..<100, using: &generator) == 0
    let count = Int.random(in: 0...(isLong ? 3_000 : 40), using: &generator)
    let first = UInt8.random(in: 0...255, using: &generator)
    return record(
      call, sequence, [first] + [UInt8](repeating: UInt8(truncatingIfNeeded: sequence), count: count))
  }

  /// Every entry that a reader gives now.
  static func all(_ reader: inout JournalReader) throws -> [JournalEntry] {
    var entries: [JournalEntry] = []
    while let entry = try reader.next() { entries.append(entry) }
    return entries
  }

  static func journal(
    _ files: any JournalFiles, _ options: JournalOptions = JournalOptions(),
    cipher: (any JournalCipher)? = nil,
    onEvent: @escaping @Sendable (JournalEvent) -> Void = { _ in }
  ) throws -> Journal {
    try Journal(
      files: files, options: options, cipher: cipher, wallClock: { 1_700_000_000_000 }, onEvent: onEvent)
  }
}

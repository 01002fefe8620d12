internal import Crypto

/// What the key file holds, in memory.
struct KeyTable {
  struct Entry {
    var subject: SubjectID
    var madeAtMilliseconds: Int64
    var wrapped: [UInt8]
    var range: Range<Int>
  }

  private(set) var root: [UInt8] = []
  private(set) var keys: [UInt64: Entry] = [:]
  private(set) var current: [SubjectID: UInt64] = [:]
  private(set) var tombstones: [UInt64: Tombstone] = [:]
  private(set) var damaged: [Int] = []
  private(set) var end = 0
  private(set) var stamp: FileStamp
  /// Unwrapped keys; forgotten all at once when there are too many, since unwrapping costs a few microseconds.
  private var cache: [UInt64: SymmetricKey] = [:]
  private static let mostCached = 16_384

  init(_ contents: KeyFile.Contents) {
    stamp = contents.stamp
    end = contents.end
    damaged = contents.damaged
    for line in contents.lines {
      switch line.value {
      case .root(let wrapped): root = wrapped
      case .tombstone(let stone): tombstones[stone.key] = stone
      case .key(let id, let subject, let time, let wrapped):
        keys[id] = Entry(subject: subject, madeAtMilliseconds: time, wrapped: wrapped, range: line.range)
        current[subject] = id
      }
    }
    // A tombstone counts wherever it stands.
    for id in tombstones.keys {
      guard let entry = keys.removeValue(forKey: id) else { continue }
      if current[entry.subject] == id { current[entry.subject] = nil }
    }
  }

  func cached(_ id: UInt64) -> SymmetricKey? { cache[id] }

  mutating func remember(_ key: SymmetricKey, as id: UInt64) {
    if cache.count >= Self.mostCached { cache.removeAll(keepingCapacity: true) }
    cache[id] = key
  }

  /// Takes in a line that was added behind `end`.
  mutating func add(_ id: UInt64, _ entry: Entry, stamp: FileStamp) {
    keys[id] = entry
    current[entry.subject] = id
    end = entry.range.upperBound
    self.stamp = stamp
  }

  /// Every line but the damaged ones.
  func lines() -> [KeyLine] {
    var lines: [KeyLine] = [.root(wrapped: root)]
    for (id, entry) in keys.sorted(by: { $0.value.range.lowerBound < $1.value.range.lowerBound }) {
      lines.append(
        .key(
          id: id, subject: entry.subject, madeAtMilliseconds: entry.madeAtMilliseconds, wrapped: entry.wrapped
        ))
    }
    return lines
      + tombstones.values.sorted { ($0.atMilliseconds, $0.key) < ($1.atMilliseconds, $1.key) }
      .map { .tombstone($0) }
  }
}

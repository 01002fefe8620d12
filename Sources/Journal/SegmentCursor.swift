internal import Bytes
internal import Glibc

/// Goes through the records of one segment, in pieces of 256 KiB.
struct SegmentCursor {
  private static let pieceBytes = 256 << 10
  let file: any JournalFile
  let seed: CRC32C
  /// Where the next record begins.
  private(set) var offset = SegmentHeader.byteCount
  private var piece: [UInt8] = []
  private var pieceStart = 0

  enum Step {
    case entry(JournalEntry, offset: Int)
    /// Nothing whole and sound begins at `offset`: the end, a torn record, or damage.
    case stop
  }

  init(file: any JournalFile, seed: CRC32C, offset: Int = SegmentHeader.byteCount) {
    self.file = file
    self.seed = seed
    self.offset = offset
  }

  mutating func next() throws(JournalError) -> Step {
    var isFresh = false
    while true {
      switch RecordFrame.read(piece.span, at: min(max(0, offset - pieceStart), piece.count), seed: seed) {
      case .entry(let entry, let byteCount):
        let start = offset
        offset += byteCount
        return .entry(entry, offset: start)
      case .incomplete(let needed):
        if isFresh, piece.count < needed { return .stop }
        try load(max(needed, Self.pieceBytes))
      case .damaged:
        // What was read earlier may have been read while it was written.
        if isFresh { return .stop }
        try load(Self.pieceBytes)
      }
      isFresh = true
    }
  }

  /// Moves to the next record that begins behind `offset` and is sound, and whose number lies in `numbers`; false when
  /// there is none.
  mutating func resynchronise(numbers: ClosedRange<UInt64>) throws(JournalError) -> Bool {
    let before = offset
    let size = try file.size()
    var position = offset + 1
    while position + RecordFrame.headBytes <= size {
      let window = try file.read(Self.pieceBytes, at: position)
      var found = 0
      while let hit = Self.magic(in: window, from: found) {
        offset = position + hit
        if case .entry(let entry, let start) = try next(), numbers.contains(entry.number) {
          offset = start
          return true
        }
        found = hit + 1
      }
      guard window.count > 3 else { break }
      position += window.count - 3
    }
    offset = before
    piece = []
    pieceStart = before
    return false
  }

  private mutating func load(_ count: Int) throws(JournalError) {
    pieceStart = offset
    piece = try file.read(count, at: offset)
  }

  /// Where the magic is in `bytes`, at or behind `start`.
  private static func magic(in bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + 4 <= bytes.count {
      // Sound: memchr looks at the rest of the array only, and answers a place in it.
      let hit = unsafe bytes.withUnsafeBytes { all -> Int? in
        guard let base = all.baseAddress,
          let found = unsafe memchr(base + position, 0x4a, all.count - position)
        else { return nil }
        return unsafe UnsafeRawPointer(found) - base
      }
      guard let hit, hit + 4 <= bytes.count else { return nil }
      if bytes[hit + 1] == 0x52, bytes[hit + 2] == 0x45, bytes[hit + 3] == 0x43 { return hit }
      position = hit + 1
    }
    return nil
  }
}

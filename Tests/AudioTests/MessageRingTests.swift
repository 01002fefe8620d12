import Audio
import Testing

@Suite("Message ring")
struct MessageRingTests {
  private static func push(_ bytes: [UInt8], tag: UInt8 = 0, to ring: borrowing MessageRing) -> Bool {
    ring.push(tag: tag, maxBytes: bytes.count) { out in
      for byte in bytes { out.append(byte) }
    }
  }

  @Test("a record comes out as it went in, with its tag")
  func oneRecord() {
    let ring = MessageRing(capacity: 256)
    let pushed = Self.push([1, 2, 3], tag: 9, to: ring)
    #expect(pushed)
    var seen: (UInt8, [UInt8])?
    let consumed = ring.withNext {
      seen = ($0, $1.array)
      return true
    }
    #expect(consumed)
    #expect(seen?.0 == 9)
    #expect(seen?.1 == [1, 2, 3])
    let state = (ring.isEmpty, ring.freeBytes)
    #expect(state == (true, 256))
  }

  @Test("a record stays until it is said to be done")
  func keepsUnfinished() {
    let ring = MessageRing(capacity: 64)
    _ = Self.push([7], to: ring)
    for done in [false, false, true] {
      let consumed = ring.withNext { _, bytes in
        #expect(bytes.array == [7])
        return done
      }
      #expect(consumed == done)
    }
    let empty = ring.withNext { _, _ in true }
    #expect(!empty)
  }

  @Test("a record is given the room it asked for and pays for what it used")
  func unusedRoom() {
    let ring = MessageRing(capacity: 256)
    let pushed = ring.push(maxBytes: 120) { out in
      #expect(out.freeCapacity == 120)
      out.append(1)
    }
    #expect(pushed)
    let free = ring.freeBytes
    #expect(free == 240)
  }

  @Test("no record is longer than half of the buffer, and one of that size always fits an empty ring")
  func longest() {
    let ring = MessageRing(capacity: 128)
    let longest = ring.maxRecordBytes
    #expect(longest == 56)
    for size in [longest + 1, Int.max, -1] {
      let pushed = ring.push(maxBytes: size) { _ in Issue.record("there is no such room") }
      #expect(!pushed)
    }
    for round in 0..<100 {
      let pushed = Self.push([UInt8](repeating: UInt8(round), count: longest), to: ring)
      #expect(pushed)
      let consumed = ring.withNext { $1.array == [UInt8](repeating: UInt8(round), count: longest) }
      #expect(consumed)
      let small = Self.push([UInt8](repeating: 0, count: round % 20), to: ring)
      #expect(small)
      _ = ring.withNext { _, _ in true }
    }
    let counts = [ring.pushed, ring.refused]
    #expect(counts == [200, 3])
  }

  @Test("behaves as an array does under random use", arguments: 1...20 as ClosedRange<UInt64>)
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = 64 << Int.random(in: 0...5, using: &random)
    let ring = MessageRing(capacity: capacity)
    var model = [(UInt8, [UInt8])]()
    var refused = 0
    for step in 0..<4000 {
      if Bool.random(using: &random) {
        let record = (0..<Int.random(in: 0...ring.maxRecordBytes, using: &random)).map {
          UInt8(truncatingIfNeeded: step &* 7 &+ $0)
        }
        let tag = UInt8(truncatingIfNeeded: step)
        let empty = ring.isEmpty
        let pushed = Self.push(record, tag: tag, to: ring)
        if empty { #expect(pushed) }
        if pushed { model.append((tag, record)) } else { refused += 1 }
      } else {
        let done = Int.random(in: 0..<4, using: &random) != 0
        let consumed = ring.withNext { tag, bytes in
          #expect(tag == model.first?.0)
          #expect(bytes.array == model.first?.1)
          return done
        }
        #expect(consumed == (done && !model.isEmpty))
        if consumed { model.removeFirst() }
      }
      let used = model.reduce(0) { $0 + ($1.1.count + 15) & ~7 }
      let state = (empty: ring.isEmpty, free: ring.freeBytes)
      #expect(state.empty == model.isEmpty)
      #expect(state.free <= capacity - used)
    }
    let counted = ring.refused
    #expect(counted == refused)
  }

  @Test("two threads: every record arrives once, whole and in order", arguments: [64, 1024, 16_384])
  func twoThreads(capacity: Int) async {
    let shared = SharedMessageRing(capacity: capacity)
    let total = 50_000
    async let wrong = shared.consume(total)
    async let accepted = shared.produce(total)
    let result = await (accepted, wrong)
    #expect(result == (total, 0))
  }
}

/// A ring that two tasks share, with what each of them does.
private final class SharedMessageRing: Sendable {
  let ring: MessageRing

  init(capacity: Int) { ring = MessageRing(capacity: capacity) }

  private func length(_ number: Int) -> Int { number &* 13 % (min(ring.maxRecordBytes, 300) + 1) }

  /// Pushes records numbered from 0, trying again while there is no room.
  @concurrent func produce(_ total: Int) async -> Int {
    var pushed = 0
    while pushed < total {
      let number = pushed
      let length = length(number)
      let accepted = ring.push(tag: UInt8(truncatingIfNeeded: number), maxBytes: length) { out in
        for i in 0..<length { out.append(UInt8(truncatingIfNeeded: number &* 31 &+ i)) }
      }
      if accepted { pushed += 1 } else { await Task.yield() }
    }
    return pushed
  }

  /// Takes that many records and returns how many were not as they should be.
  @concurrent func consume(_ total: Int) async -> Int {
    var taken = 0
    var wrong = 0
    while taken < total {
      let number = taken
      let length = length(number)
      let consumed = ring.withNext { tag, bytes in
        var good = tag == UInt8(truncatingIfNeeded: number) && bytes.count == length
        for i in bytes.indices where bytes[i] != UInt8(truncatingIfNeeded: number &* 31 &+ i) { good = false }
        if !good { wrong += 1 }
        return true
      }
      if consumed { taken += 1 } else { await Task.yield() }
    }
    return wrong
  }
}

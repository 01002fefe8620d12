import Audio
import Testing

@Suite("Frame ring")
struct FrameRingTests {
  private static func header(_ chunk: Int64) -> FrameHeader {
    FrameHeader(
      track: .outbound, chunk: chunk, sequence: chunk &* 3, timestampMs: chunk &* 20,
      arrival: .nanoseconds(chunk))
  }

  @Test("a frame comes out as it went in")
  func oneFrame() {
    let ring = FrameRing(capacity: 4, slotBytes: 160)
    let pushed = ring.push(Self.header(7)) { out in
      for i in 0..<UInt8(50) { out.append(i) }
      return true
    }
    #expect(pushed == .pushed)
    var seen: (FrameHeader, [UInt8])?
    let popped = ring.pop { seen = ($0, $1.array) }
    #expect(popped)
    #expect(seen?.0 == Self.header(7))
    #expect(seen?.1 == Array(0..<50))
    let again = ring.pop { _, _ in Issue.record("the ring was empty") }
    #expect(!again)
  }

  @Test("the slot offers exactly its size, and an empty payload is a frame too")
  func slotSize() {
    let ring = FrameRing(capacity: 1, slotBytes: 13)
    let pushed = ring.push(Self.header(0)) { out in
      #expect(out.freeCapacity == 13)
      return true
    }
    #expect(pushed == .pushed)
    var length: Int?
    let popped = ring.pop { length = $1.count }
    #expect(popped)
    #expect(length == 0)
  }

  @Test("a full ring refuses without calling, and counts")
  func full() {
    let ring = FrameRing(capacity: 2, slotBytes: 8)
    for i in 0..<5 {
      let result = ring.push(Self.header(Int64(i))) { _ in
        #expect(i < 2)
        return true
      }
      #expect(result == (i < 2 ? .pushed : .full))
    }
    let counts = [ring.count, ring.pushed, ring.refused, ring.rejected]
    #expect(counts == [2, 2, 3, 0])
  }

  @Test("a frame whose payload is bad leaves no trace but a count")
  func rejected() {
    let ring = FrameRing(capacity: 2, slotBytes: 8)
    let result = ring.push(Self.header(0)) { out in
      out.append(1)
      return false
    }
    #expect(result == .rejected)
    let counts = [ring.count, ring.pushed, ring.refused, ring.rejected]
    #expect(counts == [0, 0, 0, 1])
  }

  @Test("skipping drops the oldest and counts them", arguments: [(-1, 0), (0, 0), (3, 3), (99, 6)])
  func skips(limit: Int, dropped: Int) {
    let ring = FrameRing(capacity: 8, slotBytes: 8)
    for i in 0..<6 { _ = ring.push(Self.header(Int64(i))) { _ in true } }
    let skipped = ring.skip(limit)
    #expect(skipped == dropped)
    let counts = [ring.count, ring.skipped]
    #expect(counts == [6 - dropped, dropped])
    _ = ring.pop { header, _ in #expect(header.chunk == Int64(dropped)) }
  }

  @Test("behaves as an array does under random use", arguments: 1...20 as ClosedRange<UInt64>)
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = 1 << Int.random(in: 0...5, using: &random)
    let slotBytes = Int.random(in: 1...200, using: &random)
    let ring = FrameRing(capacity: capacity, slotBytes: slotBytes)
    var model = [(FrameHeader, [UInt8])]()
    for step in 0..<3000 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        let payload = (0..<Int.random(in: 0...slotBytes, using: &random)).map {
          UInt8(truncatingIfNeeded: step &+ $0)
        }
        let good = Int.random(in: 0..<8, using: &random) != 0
        let result = ring.push(Self.header(Int64(step))) { out in
          for byte in payload { out.append(byte) }
          return good
        }
        #expect(result == (model.count == capacity ? .full : good ? .pushed : .rejected))
        if result == .pushed { model.append((Self.header(Int64(step)), payload)) }
      case 5..<9:
        let expected = model.isEmpty ? nil : model.removeFirst()
        let popped = ring.pop { header, payload in
          #expect(header == expected?.0)
          #expect(payload.array == expected?.1)
        }
        #expect(popped == (expected != nil))
      default:
        let dropped = ring.skip(Int.random(in: 0...3, using: &random))
        model.removeFirst(dropped)
      }
      let count = ring.count
      #expect(count == model.count)
    }
  }

  @Test("two threads: every accepted frame arrives once, whole and in order", arguments: [1, 4, 64])
  func twoThreads(capacity: Int) async {
    let shared = SharedFrameRing(capacity: capacity)
    let total = 50_000
    async let wrong = shared.consume(total)
    async let accepted = shared.produce(total)
    let result = await (accepted, wrong)
    #expect(result == (total, 0))
  }
}

/// A ring that two tasks share, with what each of them does.
private final class SharedFrameRing: Sendable {
  let ring: FrameRing

  init(capacity: Int) { ring = FrameRing(capacity: capacity, slotBytes: 64) }

  /// Pushes frames numbered from 0, trying again while the ring is full.
  @concurrent func produce(_ total: Int) async -> Int {
    var pushed = 0
    while pushed < total {
      let number = pushed
      let header = FrameHeader(track: .inbound, chunk: Int64(number), arrival: .zero)
      let result = ring.push(header) { out in
        for i in 0..<number % 65 { out.append(UInt8(truncatingIfNeeded: number &* 31 &+ i)) }
        return true
      }
      if result == .pushed { pushed += 1 } else { await Task.yield() }
    }
    return pushed
  }

  /// Takes that many frames and returns how many were not as they should be.
  @concurrent func consume(_ total: Int) async -> Int {
    var taken = 0
    var wrong = 0
    while taken < total {
      let number = taken
      let popped = ring.pop { header, payload in
        var good = header.chunk == Int64(number) && payload.count == number % 65
        for i in payload.indices where payload[i] != UInt8(truncatingIfNeeded: number &* 31 &+ i) {
          good = false
        }
        if !good { wrong += 1 }
      }
      if popped { taken += 1 } else { await Task.yield() }
    }
    return wrong
  }
}

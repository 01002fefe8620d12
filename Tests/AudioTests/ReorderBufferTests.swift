import Audio
import Testing

@Suite("Reorder buffer")
struct ReorderBufferTests {
  /// What a buffer delivered: `missing` frames given up, then the chunk.
  private struct Delivered: Equatable {
    var missing = 0
    var chunk: Int64

    static func chunk(_ chunk: Int64, missing: Int = 0) -> Delivered {
      Delivered(missing: missing, chunk: chunk)
    }
  }

  /// Feeds chunks, 20 ms apart, and collects what comes out; checks that each payload is the frame's own.
  private struct Feed: ~Copyable {
    var buffer: ReorderBuffer
    var out = [Delivered]()
    var now = MediaTime.zero

    init(windowFrames: Int = 3) { buffer = ReorderBuffer(maxPayloadBytes: 16, windowFrames: windowFrames) }

    mutating func push(_ chunk: Int64, bytes: Int = 9) {
      let header = FrameHeader(track: .inbound, chunk: chunk, arrival: now)
      let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: chunk), count: bytes)
      var got = [Delivered]()
      buffer.push(header, payload.span, at: now) { missing, header, payload in
        got.append(Delivered(missing: missing, chunk: header.chunk))
        #expect(payload.array.allSatisfy { $0 == UInt8(truncatingIfNeeded: header.chunk) })
      }
      out += got
      now += .milliseconds(20)
    }

    mutating func expire() {
      var got = [Delivered]()
      buffer.expire(at: now) { missing, header, _ in
        got.append(Delivered(missing: missing, chunk: header.chunk))
      }
      out += got
    }

    mutating func flush() {
      var got = [Delivered]()
      buffer.flush { missing, header, _ in got.append(Delivered(missing: missing, chunk: header.chunk)) }
      out += got
    }
  }

  @Test("frames in order pass through, wherever counting starts", arguments: [0, 1, 77, 1 << 40] as [Int64])
  func inOrder(first: Int64) {
    var feed = Feed()
    for chunk in first..<first + 20 {
      feed.push(chunk)
      let last = feed.out.last
      #expect(last == .chunk(chunk))
    }
    let counters = feed.buffer.counters
    #expect(counters == ReorderBuffer.Counters())
  }

  @Test(
    "disorder within the window is put right",
    arguments: [[1, 3, 2, 4], [1, 4, 2, 3, 5], [1, 3, 4, 2], [1, 4, 3, 2, 5], [1, 3, 2, 5, 4, 6]] as [[Int64]]
  )
  func reorders(chunks: [Int64]) {
    var feed = Feed()
    for chunk in chunks { feed.push(chunk) }
    let out = feed.out
    #expect(out == chunks.sorted().map { .chunk($0) })
    let counters = feed.buffer.counters
    #expect(counters.lost == 0 && counters.late == 0 && counters.duplicate == 0)
    var highest: Int64 = 0
    let behind = chunks.filter { chunk in
      defer { highest = max(highest, chunk) }
      return chunk < highest
    }
    #expect(counters.reordered == behind.count)
  }

  @Test("a frame that came before is dropped, whether delivered or held")
  func duplicates() {
    var feed = Feed()
    for chunk: Int64 in [1, 1, 2, 4, 4, 3, 2, 3, 4] { feed.push(chunk) }
    let out = feed.out
    #expect(out == [.chunk(1), .chunk(2), .chunk(3), .chunk(4)])
    let counters = feed.buffer.counters
    #expect(counters.duplicate == 5 && counters.late == 0 && counters.lost == 0)
  }

  @Test("a missing frame is given up when frames span more than the window, and is late afterwards")
  func lossBySpan() {
    var feed = Feed()
    for chunk: Int64 in [1, 3, 4] { feed.push(chunk) }
    let before = feed.out
    #expect(before == [.chunk(1)])
    feed.push(5)
    feed.push(2)
    feed.push(6)
    let out = feed.out
    #expect(out == [.chunk(1), .chunk(3, missing: 1), .chunk(4), .chunk(5), .chunk(6)])
    let counters = feed.buffer.counters
    #expect(counters.lost == 1 && counters.late == 1 && counters.duplicate == 0)
  }

  @Test("a missing frame is given up when a later one has waited for 60 ms")
  func lossByTime() {
    var feed = Feed()
    feed.push(1)
    feed.push(3)
    let deadline = feed.buffer.deadline
    #expect(deadline == .milliseconds(80))
    feed.now = .milliseconds(79)
    feed.expire()
    let early = feed.out.count
    #expect(early == 1)
    feed.now = .milliseconds(80)
    feed.expire()
    let out = feed.out
    #expect(out == [.chunk(1), .chunk(3, missing: 1)])
    let after = feed.buffer.deadline
    #expect(after == nil)
  }

  @Test("several holes are given up one after the other", arguments: [50, 500] as [Int64])
  func holes(far: Int64) {
    var feed = Feed()
    for chunk: Int64 in [0, 2, far] { feed.push(chunk) }
    let out = feed.out
    #expect(out == [.chunk(0), .chunk(2, missing: 1), .chunk(far, missing: Int(far) - 3)])
    let lost = feed.buffer.counters.lost
    #expect(lost == Int(far) - 2)
  }

  @Test("a jump of more than 500 begins a new count", arguments: [0, 2000, 1 << 50] as [Int64])
  func jumps(to far: Int64) {
    var feed = Feed()
    for chunk: Int64 in [1000, 1002, far, far + 1] { feed.push(chunk) }
    let out = feed.out
    #expect(out == [.chunk(1000), .chunk(1002, missing: 1), .chunk(far), .chunk(far + 1)])
    let counters = feed.buffer.counters
    #expect(counters.resynchronised == 1 && counters.lost == 1)
  }

  @Test(
    "a frame without a number, or with an absurd one, passes at once", arguments: [-1, .min, .max] as [Int64])
  func absent(chunk: Int64) {
    var feed = Feed()
    for next: Int64 in [1, 3, chunk, 2] { feed.push(next) }
    let out = feed.out
    #expect(out == [.chunk(1), .chunk(chunk), .chunk(2), .chunk(3)])
  }

  @Test("a payload too long to be held is delivered rather than dropped")
  func oversized() {
    var feed = Feed()
    feed.push(1, bytes: 100)
    feed.push(3)
    feed.push(4, bytes: 100)
    feed.push(6, bytes: 17)
    feed.push(7)
    let out = feed.out
    #expect(out == [.chunk(1), .chunk(3, missing: 1), .chunk(4), .chunk(6, missing: 1), .chunk(7)])
  }

  @Test("flushing delivers all that is held")
  func flushes() {
    var feed = Feed()
    for chunk: Int64 in [1, 3] { feed.push(chunk) }
    feed.flush()
    let out = feed.out
    #expect(out == [.chunk(1), .chunk(3, missing: 1)])
    let held = feed.buffer.held
    #expect(held == 0)
  }

  @Test(
    "under random loss, doubling and disorder all is accounted for", arguments: 1...40 as ClosedRange<UInt64>)
  func accounts(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var arrivals = [(Int, Int64)]()
    for chunk in 0..<2000 {
      if chunk > 0, Int.random(in: 0..<20, using: &random) == 0 { continue }
      let delay = Int.random(in: 0..<10, using: &random) == 0 ? Int.random(in: 0...6, using: &random) : 0
      arrivals.append((chunk + (chunk == 0 ? 0 : delay), Int64(chunk)))
      if Int.random(in: 0..<30, using: &random) == 0 {
        arrivals.append((chunk + Int.random(in: 0...3, using: &random), Int64(chunk)))
      }
    }
    arrivals = arrivals.enumerated().sorted { ($0.1.0, $0.0) < ($1.1.0, $1.0) }.map(\.1)
    var feed = Feed(windowFrames: Int.random(in: 1...3, using: &random))
    for (_, chunk) in arrivals { feed.push(chunk) }
    feed.flush()

    var next: Int64 = 0
    var lost = 0
    let out = feed.out
    for frame in out {
      #expect(frame.chunk == next + Int64(frame.missing))
      lost += frame.missing
      next = frame.chunk + 1
    }
    let counters = feed.buffer.counters
    #expect(counters.lost == lost)
    #expect(counters.resynchronised == 0)
    #expect(out.count + counters.duplicate + counters.late == arrivals.count)
  }

  @Test("any chunk numbers at all are survived", arguments: 1...20 as ClosedRange<UInt64>)
  func hostile(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var feed = Feed()
    for _ in 0..<3000 {
      let wild = Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random)
      feed.push(wild, bytes: Int.random(in: 0...20, using: &random))
      let held = feed.buffer.held
      #expect(held <= ReorderBuffer.slotCount)
    }
  }
}

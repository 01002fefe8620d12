import Audio
import Testing

@testable import Telemetry

@Suite("The queue of spans to export")
struct ExportQueueTests {
  private var generator = SeededGenerator(seed: 1)
  private let timeout = MediaTime.seconds(10 as Int64)

  private static func span(_ number: UInt64) -> FinishedSpan {
    FinishedSpan(
      trace: .random(), id: SpanID(number + 1) ?? .random(), parent: nil, name: "s", start: number,
      end: number)
  }

  private static func filled(_ count: Int, limits: ExportLimits = ExportLimits()) -> ExportQueue {
    var queue = ExportQueue(limits: limits, timeout: .seconds(10 as Int64))
    for number in 0..<count { queue.add(span(UInt64(number)), at: .zero) }
    return queue
  }

  private static func number(_ step: ExportQueue.Step) -> Int? {
    if case .send(let number, _) = step { number } else { nil }
  }

  @Test("waits for more spans, and no longer than it may")
  mutating func delay() {
    var queue = Self.filled(3)
    #expect(queue.next(at: .milliseconds(10), using: &generator) == .wait(until: .seconds(1 as Int64)))
    guard case .send(_, let spans) = queue.next(at: .seconds(1 as Int64), using: &generator) else {
      Issue.record("nothing is sent")
      return
    }
    #expect(spans.map(\.start) == [0, 1, 2])
  }

  @Test("sends a full batch at once, and one at a time")
  mutating func batches() throws {
    var queue = Self.filled(1_300)
    var sizes: [Int] = []
    while case .send(let number, let spans) = queue.next(at: .seconds(2 as Int64), using: &generator) {
      sizes.append(spans.count)
      #expect(Self.number(queue.next(at: .seconds(2 as Int64), using: &generator)) == nil)
      queue.answered(number, .accepted(rejected: 0), at: .seconds(2 as Int64), using: &generator)
      if sizes.count == 2 { queue.flush() }
    }
    #expect(sizes == [512, 512, 276])
    #expect(queue.statistics.exported == 1_300 && queue.statistics.pending == 0 && queue.isEmpty)
  }

  @Test("rests as long as the collector asks, and a little more")
  mutating func retryAfter() throws {
    var queue = Self.filled(512)
    let first = try #require(Self.number(queue.next(at: .zero, using: &generator)))
    queue.answered(
      first, .again(after: .seconds(30 as Int64), reason: "429"), at: .zero, using: &generator)
    guard case .wait(let until) = queue.next(at: .milliseconds(1), using: &generator), let until else {
      Issue.record("it does not wait")
      return
    }
    #expect(until > .seconds(30 as Int64) && until <= .seconds(31 as Int64))
    #expect(Self.number(queue.next(at: until - .milliseconds(1), using: &generator)) == nil)
    let second = try #require(Self.number(queue.next(at: until, using: &generator)))
    #expect(second != first)
    // What comes late of the first attempt is not this one's answer.
    queue.answered(first, .accepted(rejected: 0), at: until, using: &generator)
    #expect(queue.statistics.exported == 0)
    queue.answered(second, .accepted(rejected: 12), at: until, using: &generator)
    #expect(queue.statistics.exported == 500 && queue.statistics.failed == 12 && queue.failure == nil)
  }

  @Test("gives up at once what is refused, and after some attempts what is never answered")
  mutating func failures() throws {
    var queue = Self.filled(512)
    let refused = try #require(Self.number(queue.next(at: .zero, using: &generator)))
    queue.answered(refused, .refused("the collector answers 500"), at: .zero, using: &generator)
    #expect(queue.statistics.failed == 512 && queue.failure == "the collector answers 500")

    queue = Self.filled(512)
    var now = MediaTime.zero
    var attempts = 0
    while !queue.isEmpty {
      switch queue.next(at: now, using: &generator) {
      case .send: attempts += 1
      case .wait(let until): now = until ?? now + .seconds(1 as Int64)
      }
      #expect(now < .seconds(300 as Int64))
      if now > .seconds(300 as Int64) { break }
    }
    #expect(attempts == ExportLimits().attempts)
    #expect(queue.statistics.failed == 512 && queue.statistics.failedAttempts == attempts)
  }

  @Test("drops and counts what there is no room for")
  mutating func backlog() {
    var queue = Self.filled(100_000)
    #expect(queue.statistics.pending == ExportLimits().waitingSpans)
    #expect(queue.statistics.dropped == 100_000 - ExportLimits().waitingSpans)
    queue.abandon()
    #expect(queue.isEmpty && queue.statistics.failed == ExportLimits().waitingSpans)
  }

  @Test("loses no span without counting it, whatever the collector does", arguments: 0..<20)
  mutating func accounts(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var limits = ExportLimits()
    limits.waitingSpans = 100
    limits.batchSpans = 16
    var queue = ExportQueue(limits: limits, timeout: timeout)
    var now = MediaTime.zero
    var added = 0
    var open: [Int] = []
    for _ in 0..<2_000 {
      now = now + .milliseconds(Int64.random(in: 0...3_000, using: &generator))
      for _ in 0..<Int.random(in: 0...9, using: &generator) {
        queue.add(Self.span(UInt64(added)), at: now)
        added += 1
      }
      if case .send(let number, _) = queue.next(at: now, using: &generator) { open.append(number) }
      if let number = open.randomElement(using: &generator), Bool.random(using: &generator) {
        let answers: [ExportAnswer] = [
          .accepted(rejected: 0), .accepted(rejected: 99), .again(after: nil, reason: "x"),
          .again(after: .seconds(9 as Int64), reason: "y"), .refused("z"),
        ]
        queue.answered(number, answers.randomElement(using: &generator)!, at: now, using: &generator)
      }
      let sums = queue.statistics
      #expect(sums.exported + sums.dropped + sums.failed + sums.pending == added)
    }
    queue.flush()
    queue.abandon()
    #expect(queue.statistics.pending == 0)
  }

  @Test(
    "takes an answer for what the protocol says it is",
    arguments: [
      (200, ExportAnswer.accepted(rejected: 0)), (202, .accepted(rejected: 0)),
      (429, .again(after: .seconds(7 as Int64), reason: "the collector answers 429")),
      (503, .again(after: .seconds(7 as Int64), reason: "the collector answers 503")),
      (500, .refused("the collector answers 500")), (401, .refused("the collector answers 401")),
      (301, .refused("the collector answers 301")),
    ])
  func answers(status: Int, expected: ExportAnswer) {
    #expect(
      ExportAnswer(.answered(status: status, headers: [("Retry-After", "7")], body: []), unixTime: 0)
        == expected)
  }

  @Test("reads dates and nonsense in Retry-After, and partial success")
  func oddAnswers() {
    func pause(_ text: String) -> MediaTime? {
      guard
        case .again(let pause, _) = ExportAnswer(
          .answered(status: 503, headers: [("retry-after", text)], body: []), unixTime: 784_111_777 - 20)
      else { return nil }
      return pause
    }
    #expect(pause("Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(20 as Int64))
    #expect(pause("Sun, 06 Nov 1984 08:49:37 GMT") == .zero)
    #expect(pause("4000000000") == .seconds(300 as Int64))
    #expect(pause("soon") == nil && pause("-3") == nil && pause("") == nil)
    for (body, rejected) in [
      (#"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"x"}}"#, 3),
      (#"{"partialSuccess":{"rejectedSpans":4}}"#, 4), (#"{"partialSuccess":{}}"#, 0), ("{}", 0),
      ("<html>", 0),
      (#"{"partialSuccess":{"rejectedSpans":"-9"}}"#, 0),
    ] {
      #expect(
        ExportAnswer(.answered(status: 200, headers: [], body: Array(body.utf8)), unixTime: 0)
          == .accepted(rejected: rejected))
    }
  }
}

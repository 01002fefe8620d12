import Audio
import Testing

@testable import EmbeddedSpeech

@Suite("Speech queue")
struct SpeechQueueTests {
  private func queue(capacity: Int = 100, partials: Int = 1) -> SpeechQueue<String> {
    SpeechQueue(limits: .init(capacity: capacity, concurrentPartials: partials))
  }

  private func drain(_ queue: inout SpeechQueue<String>) -> [String] {
    var done: [String] = []
    while let job = queue.next(at: .zero) {
      done.append(job.work)
      queue.finish(job.priority)
    }
    return done
  }

  @Test("urgent work goes first, and work of one kind in the order it came")
  func order() {
    var queue = queue()
    let jobs: [(String, SpeechPriority)] = [
      ("partial", .partialRecognition), ("later", .synthesis), ("first", .firstSynthesis),
      ("final 1", .finalRecognition), ("final 2", .finalRecognition), ("first 2", .firstSynthesis),
    ]
    for (name, priority) in jobs {
      let ticket = queue.enqueue(name, priority: priority, at: .zero)
      #expect(ticket != nil)
    }
    let done = drain(&queue)
    #expect(done == ["final 1", "final 2", "first", "first 2", "later", "partial"])
  }

  @Test("a cancelled job is not done, and is cancelled once")
  func cancel() throws {
    var queue = queue()
    _ = queue.enqueue("a", priority: .synthesis, at: .zero)
    let queued = queue.enqueue("b", priority: .synthesis, at: .zero)
    let ticket = try #require(queued)
    _ = queue.enqueue("c", priority: .synthesis, at: .zero)
    let once = queue.cancel(ticket)
    let twice = queue.cancel(ticket)
    #expect(once && !twice)
    let done = drain(&queue)
    #expect(done == ["a", "c"])
  }

  @Test("a job that has been started cannot be cancelled")
  func cancelTooLate() throws {
    var queue = queue()
    let queued = queue.enqueue("a", priority: .synthesis, at: .zero)
    let ticket = try #require(queued)
    _ = queue.next(at: .zero)
    let isCancelled = queue.cancel(ticket)
    #expect(!isCancelled)
  }

  @Test("a full queue refuses, counts it, and takes work again when there is room")
  func bounded() {
    var queue = queue(capacity: 2)
    for name in ["a", "b"] { _ = queue.enqueue(name, priority: .synthesis, at: .zero) }
    let refused = queue.enqueue("c", priority: .finalRecognition, at: .zero)
    #expect(refused == nil)
    #expect(queue.load(at: .zero).refused == 1)
    _ = queue.next(at: .zero)
    let accepted = queue.enqueue("d", priority: .synthesis, at: .zero)
    #expect(accepted != nil)
  }

  @Test("a newer partial of a stream takes the place of the one that waits, even in a full queue")
  func coalescing() {
    var queue = queue(capacity: 2)
    _ = queue.enqueue("one, old", priority: .partialRecognition, key: 1, at: .zero)
    _ = queue.enqueue("two", priority: .partialRecognition, key: 2, at: .zero)
    let replaced = queue.enqueue("one, new", priority: .partialRecognition, key: 1, at: .zero)
    #expect(replaced != nil)
    #expect(queue.load(at: .zero).coalesced == 1)
    let done = drain(&queue)
    #expect(done == ["one, new", "two"])
    _ = queue.enqueue("one, next", priority: .partialRecognition, key: 1, at: .zero)
    let next = drain(&queue)
    #expect(next == ["one, next"])
  }

  @Test("partials leave a worker free for more urgent work")
  func partialsAreLimited() {
    var queue = queue(partials: 1)
    for key in 1...3 { _ = queue.enqueue("partial", priority: .partialRecognition, key: key, at: .zero) }
    var started = [queue.next(at: .zero)?.work, queue.next(at: .zero)?.work]
    _ = queue.enqueue("final", priority: .finalRecognition, at: .zero)
    started.append(queue.next(at: .zero)?.work)
    queue.finish(.partialRecognition)
    started.append(queue.next(at: .zero)?.work)
    #expect(started == ["partial", nil, "final", "partial"])
  }

  @Test("one long wait is no overload, many are, and they are forgotten")
  func overload() {
    var queue = queue()
    func wait(_ length: MediaTime, at start: MediaTime) {
      _ = queue.enqueue("job", priority: .finalRecognition, at: start)
      _ = queue.next(at: start + length)
      queue.finish(.finalRecognition)
    }
    wait(.milliseconds(900), at: .zero)
    #expect(!queue.load(at: .seconds(1 as Int64)).isOverloaded)
    for _ in 0..<20 { wait(.milliseconds(400), at: .seconds(1 as Int64)) }
    let load = queue.load(at: .seconds(2 as Int64))
    #expect(load.isOverloaded)
    #expect(load.p95Wait >= .milliseconds(400))
    #expect(!queue.load(at: .seconds(60 as Int64)).isOverloaded)
  }

  @Test("work that has been waiting too long is an overload, a waiting partial is not")
  func oldest() {
    var queue = queue()
    _ = queue.enqueue("partial", priority: .partialRecognition, at: .zero)
    #expect(!queue.load(at: .seconds(9 as Int64)).isOverloaded)
    _ = queue.enqueue("final", priority: .finalRecognition, at: .seconds(9 as Int64))
    let load = queue.load(at: .seconds(10 as Int64))
    #expect(load.isOverloaded)
    #expect(load.oldestWait == .seconds(1 as Int64))
    #expect(load.queueDepth == 2)
  }

  @Test("nothing is lost or done twice under random use", arguments: [1, 2, 3, 4] as [UInt64])
  func randomUse(seed: UInt64) {
    var random = SplitMix(state: seed)
    var queue = SpeechQueue<Int>(limits: .init(capacity: 40))
    var expected = Set<Int>()
    var tickets: [Int: SpeechTicket] = [:]
    var done = Set<Int>()
    for job in 0..<5_000 {
      switch random.next() % 4 {
      case 0, 1:
        let priority = SpeechPriority.allCases[Int(random.next() % 3)]
        if let ticket = queue.enqueue(job, priority: priority, at: .zero) {
          expected.insert(job)
          tickets[job] = ticket
        }
      case 2:
        if let next = queue.next(at: .zero) {
          let isNew = done.insert(next.work).inserted
          #expect(isNew)
          queue.finish(next.priority)
        }
      default:
        if let victim = tickets.keys.min(), let ticket = tickets.removeValue(forKey: victim),
          queue.cancel(ticket)
        {
          expected.remove(victim)
        }
      }
      #expect(queue.count <= 40)
    }
    while let next = queue.next(at: .zero) { done.insert(next.work) }
    #expect(done == expected)
    #expect(queue.count == 0)
  }
}

/// A small seeded generator (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

import Dispatch
import Synchronization
import Testing

@testable import EmbeddedSpeech

@Suite("Speech pool", .timeLimit(.minutes(1)))
struct SpeechPoolTests {
  @Test("every job is done once")
  func all() async {
    let pool = SpeechPool(threads: 3)
    let (results, sink) = AsyncStream<Int>.makeStream()
    for job in 0..<200 { #expect(pool.submit(.synthesis) { sink.yield(job) } != nil) }
    var seen = Set<Int>()
    for await job in results.prefix(200) { seen.insert(job) }
    #expect(seen == Set(0..<200))
  }

  @Test("what waits is done by urgency, a cancelled job is not done, a full queue refuses")
  func orderOnThread() async throws {
    let pool = SpeechPool(threads: 1, capacity: 4)
    let (results, sink) = AsyncStream<String>.makeStream()
    let gate = DispatchSemaphore(value: 0)
    _ = pool.submit(.finalRecognition) {
      sink.yield("started")
      gate.wait()
    }
    var events = results.makeAsyncIterator()
    #expect(await events.next() == "started")
    _ = pool.submit(.partialRecognition, key: 1) { sink.yield("stale partial") }
    _ = pool.submit(.partialRecognition, key: 1) { sink.yield("partial") }
    _ = pool.submit(.synthesis) { sink.yield("synthesis") }
    let cancelled = try #require(pool.submit(.firstSynthesis) { sink.yield("cancelled") })
    _ = pool.submit(.finalRecognition) { sink.yield("final") }
    #expect(pool.submit(.finalRecognition) {} == nil)
    #expect(pool.load.queueDepth == 4)
    #expect(pool.load.running == 1)
    #expect(pool.cancel(cancelled))
    gate.signal()
    var order: [String?] = []
    for _ in 0..<3 { order.append(await events.next()) }
    #expect(order == ["final", "synthesis", "partial"])
  }

  @Test("a released pool lets its threads end")
  func release() async {
    let (ended, sink) = AsyncStream<Void>.makeStream()
    final class Witness: Sendable {
      let sink: AsyncStream<Void>.Continuation
      init(_ sink: AsyncStream<Void>.Continuation) { self.sink = sink }
      deinit { sink.yield() }
    }
    do {
      let pool = SpeechPool(threads: 2)
      let gate = DispatchSemaphore(value: 0)
      for _ in 0..<2 { _ = pool.submit(.finalRecognition) { gate.wait() } }
      let witness = Witness(sink)
      // Still in line when the pool goes: dropped with the threads' last look at it.
      _ = pool.submit(.partialRecognition) { _ = witness }
      for _ in 0..<2 { gate.signal() }
    }
    for await _ in ended.prefix(1) {}
  }
}

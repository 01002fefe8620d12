import Audio
import Testing

@testable import CallSimulator

@Suite("The carrier's playout")
struct PlayoutQueueTests {
  private func ms(_ value: Int64) -> MediaTime { .milliseconds(value) }

  @Test("audio that comes before the queue runs dry is never late")
  func inTime() {
    var queue = PlayoutQueue()
    for step in 0..<50 as Range<Int64> { _ = queue.append(ms(100), at: ms(step * 100 + (step % 2) * 20)) }
    #expect(queue.lateMessages == 0)
    #expect(queue.gaps == 0)
    #expect(queue.received == ms(5_000))
  }

  @Test(
    "a silence inside an utterance is late audio",
    arguments: [(20, 0), (21, 1), (500, 1), (1_999, 1), (2_000, 0)] as [(Int64, Int)])
  func late(silence: Int64, count: Int) {
    var queue = PlayoutQueue()
    _ = queue.append(ms(100), at: ms(0))
    _ = queue.append(ms(100), at: ms(100 + silence))
    #expect(queue.lateMessages == count)
    #expect(queue.gaps == count)
    #expect(queue.longestGap == (count == 1 ? ms(silence) : .zero))
  }

  @Test("lateness counts every message, gaps every utterance")
  func utterancesWithGaps() {
    var queue = PlayoutQueue()
    for step in 0..<5 as Range<Int64> { _ = queue.append(ms(100), at: ms(step * 150)) }
    #expect(queue.lateMessages == 4)
    #expect(queue.gaps == 1)
  }

  @Test("after a mark the next audio is another utterance: a pause, and no gap")
  func marksEndUtterances() {
    var queue = PlayoutQueue()
    _ = queue.append(ms(100), at: ms(0))
    queue.mark("one", at: ms(0))
    _ = queue.append(ms(100), at: ms(400))
    #expect(queue.gaps == 0)
    #expect(queue.pauses == 1)
  }

  @Test("an answer to the caller's turn begins when it likes")
  func answers() {
    var queue = PlayoutQueue()
    _ = queue.append(ms(100), at: ms(0))
    queue.beginAnswer()
    _ = queue.append(ms(100), at: ms(400))
    #expect(queue.gaps == 0)
    #expect(queue.pauses == 0)
  }

  @Test("marks return when the audio before them has been played, and at once when a clear flushes them")
  func marksReturn() {
    var queue = PlayoutQueue()
    _ = queue.append(ms(100), at: ms(0))
    queue.mark("one", at: ms(10))
    _ = queue.append(ms(100), at: ms(10))
    queue.mark("two", at: ms(10))
    #expect(queue.nextMarkDue == ms(100))
    #expect(queue.takeDueMarks(at: ms(99)).isEmpty)
    #expect(queue.takeDueMarks(at: ms(100)) == ["one"])
    #expect(queue.clear(at: ms(120)) == ["two"])
    #expect(queue.flushed == ms(80))
    #expect(!queue.isPlaying(at: ms(120)))
  }

  @Test("played and flushed audio is all that was received", arguments: 1...100 as ClosedRange<UInt64>)
  func conservation(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var queue = PlayoutQueue()
    var now = MediaTime.zero
    var silence = MediaTime.zero
    for _ in 0..<200 {
      now += ms(Int64(random.next() % 250))
      if random.next() % 5 == 0 {
        _ = queue.clear(at: now)
      } else {
        silence += max(.zero, now - max(queue.dryAt, .zero))
        let start = queue.append(ms(Int64(random.next() % 200)), at: now)
        #expect(start >= now)
      }
    }
    #expect(queue.flushed <= queue.received)
    #expect(queue.gaps <= queue.lateMessages)
    #expect(queue.longestGap <= silence)
  }
}

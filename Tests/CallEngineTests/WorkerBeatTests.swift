import Audio
import Testing

@testable import CallEngine

@Suite("The worker's beat")
struct WorkerBeatTests {
  @Test("few calls are worked on as things come, many on a beat, with a gap between the two")
  func choice() {
    var beat = WorkerBeat()
    beat.choose(calls: 63, at: .zero)
    #expect(!beat.isTicking && beat.shares == 1)
    beat.choose(calls: 64, at: .zero)
    #expect(beat.isTicking)
    beat.choose(calls: 50, at: .zero)
    #expect(beat.isTicking)
    beat.choose(calls: 47, at: .zero)
    #expect(!beat.isTicking && beat.shares == 1)
  }

  @Test(
    "every call's frames are taken every 40 ms at the latest", arguments: [64, 256, 257, 640, 641, 4_000])
  func everyShare(calls: Int) {
    var beat = WorkerBeat()
    beat.choose(calls: calls, at: .zero)
    var last: [Int: Int] = [:]
    for turn in 0..<200 {
      beat.choose(calls: calls, at: beat.next)
      #expect(beat.begin(at: beat.next) == .zero)
      if let before = last[beat.share] { #expect((turn - before) * 5 <= 40) }
      last[beat.share] = turn
    }
    #expect(Set(last.keys) == Set(0..<beat.shares))
  }

  @Test("a beat that comes late says by how much, and missed ones are left out")
  func late() {
    var beat = WorkerBeat()
    beat.choose(calls: 100, at: .zero)
    #expect(beat.begin(at: .milliseconds(5)) == .zero)
    #expect(beat.begin(at: .milliseconds(47)) == .milliseconds(37))
    #expect(beat.next == .milliseconds(47))
  }
}

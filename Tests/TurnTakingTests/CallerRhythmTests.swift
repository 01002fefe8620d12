import Audio
import Testing
import TurnTaking

@Suite("Caller rhythm")
struct CallerRhythmTests {
  private func rhythm(_ pauses: [Int64]) -> CallerRhythm {
    var rhythm = CallerRhythm()
    for pause in pauses { rhythm.heard(pause: .milliseconds(pause)) }
    return rhythm
  }

  @Test("a caller of whom nothing is known pauses like a usual one")
  func unknown() { #expect(CallerRhythm().pause == CallerRhythm.unknown) }

  @Test("a caller who is quick is believed after a few pauses", arguments: [250, 300, 400] as [Int64])
  func quick(pause: Int64) {
    #expect(rhythm([pause]).pause == CallerRhythm.unknown)
    #expect(rhythm(Array(repeating: pause, count: 6)).pause == .milliseconds(pause))
  }

  @Test("a caller who takes long is waited for sooner: one pause counts among three usual ones")
  func slow() {
    #expect(rhythm([1_100, 1_000]).pause >= .milliseconds(1_000))
  }

  @Test("one long pause among short ones does not make a slow caller")
  func outlier() {
    #expect(rhythm([400, 420, 390, 1_500, 410, 380, 400, 430]).pause <= .milliseconds(430))
  }

  @Test("only the last eight pauses count")
  func forgets() {
    #expect(
      rhythm(Array(repeating: 1_200, count: 20) + Array(repeating: 300, count: 8)).pause == .milliseconds(300)
    )
  }

  @Test(
    "what is no pause within a turn teaches nothing", arguments: [-5, 0, 40, 149, 2_001, 60_000] as [Int64])
  func noPause(length: Int64) { #expect(rhythm([length]) == CallerRhythm()) }

  @Test("the pause it tells is always one it heard or the usual one", arguments: 0..<50 as Range<UInt64>)
  func neverInvents(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var rhythm = CallerRhythm()
    var heard: Set<Int64> = [CallerRhythm.unknown.nanoseconds]
    for _ in 0..<30 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let pause = MediaTime.milliseconds(Int64(state >> 33) % 2_500 - 100)
      rhythm.heard(pause: pause)
      heard.insert(pause.nanoseconds)
      #expect(heard.contains(rhythm.pause.nanoseconds))
      #expect(rhythm.pause >= .milliseconds(150) && rhythm.pause <= .milliseconds(2_000))
    }
  }
}

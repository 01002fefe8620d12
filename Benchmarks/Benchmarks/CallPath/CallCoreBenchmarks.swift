import Audio
import Benchmark
import CallCore

/// The call's state machine: what a frame of the caller costs, and what a whole turn does.
func callCoreBenchmarks() {
  measure("call core, a frame") { count, begin in
    var turn = TurnDriver()
    turn.greet()
    begin()
    for _ in count { turn.frame() }
    blackHole(turn.position)
  }
  measure("call core, a turn", isLong: true) { count, begin in
    var turn = TurnDriver()
    turn.greet()
    begin()
    for _ in count { turn.answerOne() }
    blackHole(turn.position)
  }
}

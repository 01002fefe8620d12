internal import Audio
internal import CallCore
internal import Synchronization

/// How far a call has come, for whoever asks from another thread. Written by the call alone.
final class CallProgress: Sendable {
  let worker: Int
  private let phaseNumber = Atomic<Int>(0)
  private let turnCount = Atomic<Int>(0)

  init(worker: Int) { self.worker = worker }

  var phase: CallPhase { CallPhase.allCases[phaseNumber.load(ordering: .relaxed)] }
  var turns: Int { turnCount.load(ordering: .relaxed) }

  func update(from machine: borrowing CallMachine) {
    let number: Int =
      switch machine.phase {
      case .listening: 0
      case .callerSpeaking: 1
      case .thinking: 2
      case .agentSpeaking: 3
      }
    phaseNumber.store(number, ordering: .relaxed)
    turnCount.store(machine.turns, ordering: .relaxed)
  }
}

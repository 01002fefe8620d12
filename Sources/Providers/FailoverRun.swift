internal import Audio
internal import Synchronization

/// Carries out what a `FailoverMachine` decides.
final class FailoverRun<Work: Continuation>: Cancellable {
  typealias Machine = FailoverMachine<Work>
  typealias Start =
    @Sendable (
      _ choice: Int, _ request: Work.Request, _ events: @escaping @Sendable (Work.Event) -> Void
    ) -> any Cancellable

  private let loop: DeciderLoop<Machine>
  private let works = Mutex<[Int: any Cancellable]>([:])
  private let isCancelled = Atomic<Bool>(false)
  private let gates: [ProviderGate]
  private let start: Start
  private let events: @Sendable (Work.Event) -> Void

  init(
    _ work: Work, gates: [ProviderGate], timing: ProviderTiming, hedges: Bool, alarms: any Alarms,
    start: @escaping Start, events: @escaping @Sendable (Work.Event) -> Void
  ) {
    let choices = gates.map { gate in
      let usual = gate.percentile95
      return Machine.Choice(first: timing.first(usual: usual), hedge: hedges ? usual : nil)
    }
    loop = DeciderLoop(Machine(work, choices: choices, timing: timing), alarms: alarms)
    self.gates = gates
    self.start = start
    self.events = events
  }

  func begin() { post(.begin) }

  func cancel() {
    isCancelled.store(true, ordering: .releasing)
    post(.cancel)
  }

  private func post(_ input: Machine.Input) {
    loop.post(input, carryOut: carryOut) { [self] in post(.alarm) }
  }

  private func carryOut(_ action: Machine.Action) {
    switch action {
    case .start(let attempt, let choice, let request):
      if let refusal = gates[choice].refusal(at: loop.now) {
        return post(.refused(attempt: attempt, refusal))
      }
      let work = start(choice, request) { [self] event in post(.event(attempt: attempt, event)) }
      works.withLock { $0[attempt] = work }
    case .abandon(let attempt): works.withLock { $0.removeValue(forKey: attempt) }?.cancel()
    case .emit(let event): if !isCancelled.load(ordering: .acquiring) { events(event) }
    case .settle(let choice, let outcome): gates[choice].note(outcome, at: loop.now)
    case .heard(let choice, let latency): gates[choice].note(latency: latency)
    case .forget: works.withLock { $0 = [:] }
    }
  }
}

internal import Conversation
internal import Synchronization

/// Carries out what a `ToolTurn` decides, and tells what the reply cost: used once it is confirmed, wasted when it is
/// not by the time it is cancelled or forgotten.
final class ToolReply: ReplyHandle {
  private struct Spending {
    var isConfirmed: Bool
    var isSettled = false
    var open: [TokenUsage] = []
  }

  private let loop: DeciderLoop<ToolTurn>
  private let isCancelled = Atomic<Bool>(false)
  private let spending: Mutex<Spending>
  private let model = Mutex<(any Cancellable)?>(nil)
  private let tool = Mutex<(any Cancellable)?>(nil)
  private let call: String
  private let parameters: ModelParameters
  private let chat: any ChatModel
  private let runner: any ToolRunner
  private let meter: (any CostMeter)?
  private let events: @Sendable (ReplyEvent) -> Void

  init(
    _ request: ReplyRequest, prompt: PromptAssembly, parameters: ModelParameters, chat: any ChatModel,
    runner: any ToolRunner, alarms: any Alarms, meter: (any CostMeter)?,
    events: @escaping @Sendable (ReplyEvent) -> Void
  ) {
    loop = DeciderLoop(ToolTurn(request, prompt: prompt), alarms: alarms)
    spending = Mutex(Spending(isConfirmed: request.isConfirmed))
    call = request.call
    self.parameters = parameters
    self.chat = chat
    self.runner = runner
    self.meter = meter
    self.events = events
  }

  deinit { settle() }

  func begin() { post(.begin) }

  func confirm() {
    let open = spending.withLock { spending in
      spending.isConfirmed = true
      defer { spending.open = [] }
      return spending.open
    }
    for usage in open { meter?.note(.tokens(usage, isWasted: false), call: call) }
    post(.confirm)
  }

  func cancel() {
    isCancelled.store(true, ordering: .releasing)
    post(.cancel)
    settle()
  }

  /// What is not confirmed by now was for nothing.
  private func settle() {
    let open = spending.withLock { spending in
      spending.isSettled = true
      defer { spending.open = [] }
      return spending.open
    }
    for usage in open { meter?.note(.tokens(usage, isWasted: true), call: call) }
  }

  private func post(_ input: ToolTurn.Input) {
    loop.post(input, carryOut: carryOut) { [self] in post(.alarm) }
  }

  private func carryOut(_ action: ToolTurn.Action) {
    switch action {
    case .ask(let step, var request):
      request.parameters = parameters
      let work = chat.complete(request) { [self] event in post(.model(step: step, event)) }
      model.withLock { $0 = work }
    case .run(let number, let use):
      let work = runner.run(use) { [self] answer in post(.answered(use: number, answer)) }
      tool.withLock { $0 = work }
    case .stopModel: exchange(model)?.cancel()
    case .stopTool: exchange(tool)?.cancel()
    case .emit(let event):
      // A tool that was begun is told of even when nobody wants the reply any more.
      if case .tool = event { return events(event) }
      if !isCancelled.load(ordering: .acquiring) { events(event) }
    case .spent(let usage): spent(usage)
    case .forget:
      // What works for this reply holds it, too.
      _ = exchange(model)
      _ = exchange(tool)
    }
  }

  private func exchange(_ place: borrowing Mutex<(any Cancellable)?>) -> (any Cancellable)? {
    place.withLock { work in
      defer { work = nil }
      return work
    }
  }

  private func spent(_ usage: TokenUsage) {
    let isWasted: Bool? = spending.withLock { spending in
      if spending.isConfirmed { return false }
      if spending.isSettled { return true }
      spending.open.append(usage)
      return nil
    }
    if let isWasted { meter?.note(.tokens(usage, isWasted: isWasted), call: call) }
  }
}

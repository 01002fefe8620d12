/// Several language models as one: the next in the list goes on in the middle of an answer when one fails.
///
/// Text comes in pieces that can be spoken. Usage is told once for each answer, with the model's name.
public struct FailoverModel: ChatModel {
  private let slots: [ProviderSlot<any ChatModel>]
  private let timing: ProviderTiming
  private let hedges: Bool
  private let alarms: any Alarms

  /// - Parameter hedges: a model that takes longer than its own 95th percentile gets a rival.
  public init(
    _ slots: [ProviderSlot<any ChatModel>], alarms: any Alarms, timing: ProviderTiming = .model,
    hedges: Bool = false
  ) {
    self.slots = slots
    self.alarms = alarms
    self.timing = timing
    self.hedges = hedges
  }

  public func complete(
    _ request: ChatRequest, events: @escaping @Sendable (ChatEvent) -> Void
  ) -> any Cancellable {
    let slots = slots
    let run = FailoverRun(
      ChatContinuation(request, names: slots.map(\.gate.name)), gates: slots.map(\.gate), timing: timing,
      hedges: hedges, alarms: alarms,
      start: { choice, request, events in
        var request = request
        request.parameters = slots[choice].parameters
        return slots[choice].provider.complete(request, events: events)
      }, events: events)
    run.begin()
    return run
  }
}

internal import Audio
internal import Providers
internal import Resampling
internal import Synchronization

/// One clause on its way from the synthesiser to a call: resampled to the call's rate off the call's worker, and
/// kept for the next call that says the same.
final class ClauseSpeech: Sendable {
  private struct State: ~Copyable {
    var resampler: Resampler?
    var whole: [Int16] = []
    var isSubstituted = false
  }
  private let census = CensusMember(.synthesis)
  private let state: Mutex<State>
  private let deliver: @Sendable (SynthesisEvent) -> Void
  private let keep: (@Sendable ([Int16]) -> Void)?

  /// - Parameters:
  ///   - deliver: gets the clause's events, at the call's rate.
  ///   - keep: gets the whole clause when it is finished; nil when it is not to be kept.
  init(
    from: Int, to rate: Int, keep: (@Sendable ([Int16]) -> Void)?,
    deliver: @escaping @Sendable (SynthesisEvent) -> Void
  ) throws {
    state = Mutex(State(resampler: from == rate ? nil : try Resampler(from: from, to: rate)))
    self.deliver = deliver
    self.keep = keep
  }

  func receive(_ event: SynthesisEvent) {
    switch event {
    case .audio(let samples): pass(samples, isLast: false)
    case .finished:
      pass([], isLast: true)
      deliver(.finished)
    case .substituted:
      state.withLock { $0.isSubstituted = true }
      deliver(event)
    case .words, .failed: deliver(event)
    }
  }

  private func pass(_ samples: [Int16], isLast: Bool) {
    let (output, whole) = state.withLock { state in
      var output: [Int16] = []
      if state.resampler == nil {
        output = samples
      } else {
        state.resampler?.process(samples.span, into: &output)
        if isLast { state.resampler?.flush(into: &output) }
      }
      if keep != nil { state.whole += output }
      return (output, isLast && !state.isSubstituted ? state.whole : [])
    }
    if !output.isEmpty { deliver(.audio(output)) }
    if isLast, !whole.isEmpty { keep?(whole) }
  }
}

import Audio
import Providers
import Telemetry

/// Tells the cost book what calls use, and the traces which model wrote how many tokens.
struct TracedMeter: CostMeter {
  let book: CostBook
  let tracer: CallTracer?
  /// Whose an estimate is taken to be: an answer that was given up names nobody.
  let firstModel: String

  func note(_ item: CostItem, call: String) {
    guard case .tokens(var usage, let isWasted) = item else { return book.note(item, call: call) }
    if usage.model.isEmpty { usage.model = firstModel }
    book.note(.tokens(usage, isWasted: isWasted), call: call)
    guard let tracer, let call = CallID(call) else { return }
    let parts = usage.model.split(separator: "/", maxSplits: 1)
    tracer.note(
      ModelUse(
        provider: parts.first.map(String.init) ?? "", model: parts.count > 1 ? String(parts[1]) : "",
        input: usage.input + usage.cacheWrites + usage.cachedInput, cachedInput: usage.cachedInput,
        output: usage.output, isWasted: isWasted),
      of: call)
  }
}

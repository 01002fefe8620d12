/// Who is told what a call costs.
public protocol CostMeter: Sendable {
  /// - Parameter call: as `ReplyRequest.call` names it. Called from any thread; returns at once.
  func note(_ item: CostItem, call: String)
}

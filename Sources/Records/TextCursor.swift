public import Audio

/// Where a page of hits ended: a place among the turns, which inserting others does not move.
public struct TextCursor: Sendable, Equatable, LosslessStringConvertible {
  public var call: CallID
  public var sequence: Int

  public init(call: CallID, sequence: Int) {
    self.call = call
    self.sequence = sequence
  }

  /// Reads what `description` wrote; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let call = CallID(parts[0]), let sequence = Int(parts[1]) else { return nil }
    self.init(call: call, sequence: sequence)
  }

  public var description: String { "\(call)/\(sequence)" }
}

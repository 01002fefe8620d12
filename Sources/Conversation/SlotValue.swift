/// A filled slot: what was asked for, the caller's words, and what they mean.
public struct SlotValue: Sendable, Equatable, Codable {
  public var slot: String
  /// The caller's words as recognised.
  public var raw: String
  public var value: TypedValue

  public init(slot: String, raw: String, value: TypedValue) {
    self.slot = slot
    self.raw = raw
    self.value = value
  }
}

/// Someone a call may be handed to.
public struct TransferTarget: Sendable, Equatable, Codable {
  /// What the model calls it: `sales`.
  public var name: String
  /// Where it is reached: `+15550100` or `sip:…`.
  public var address: String
  /// For the model: when to hand over to it.
  public var description = ""

  public init(name: String, address: String) {
    self.name = name
    self.address = address
  }
}

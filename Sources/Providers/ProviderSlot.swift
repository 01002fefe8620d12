public import Conversation

/// A provider in its place in an agent's list.
public struct ProviderSlot<Provider: Sendable>: Sendable {
  public var provider: Provider
  /// Shared by all calls, and all agents, that use the same provider.
  public var gate: ProviderGate
  /// For language models.
  public var parameters: ModelParameters

  public init(_ provider: Provider, gate: ProviderGate, parameters: ModelParameters = ModelParameters()) {
    self.provider = provider
    self.gate = gate
    self.parameters = parameters
  }
}

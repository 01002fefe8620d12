/// The providers of an agent, each kind in the order in which they are tried. An empty list leaves it to the engine.
public struct ProviderPlan: Sendable, Equatable, Codable {
  public var recogniser: [ProviderChoice] = []
  public var model: [ProviderChoice] = []
  public var voice: [ProviderChoice] = []
  /// Whether a model that is slower than it mostly is gets a rival: the next in the list is asked too, and the first to
  /// answer is heard. Costs tokens.
  public var hedges = false

  public init() {}

  public subscript(_ role: ProviderVendor.Role) -> [ProviderChoice] {
    switch role {
    case .recogniser: recogniser
    case .model: model
    case .voice: voice
    }
  }
}

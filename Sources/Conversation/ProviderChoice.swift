/// One provider an agent may use for one kind of work, and how.
public struct ProviderChoice: Sendable, Equatable, Codable {
  public var vendor: ProviderVendor
  /// As the vendor names it; empty: the vendor's default.
  public var model = ""
  /// As the vendor names it, for voices; empty: the default.
  public var voice = ""
  /// `https://…`, without a slash at its end; empty: the environment's, then the vendor's own.
  public var baseURL = ""
  /// For language models.
  public var parameters = ModelParameters()

  public init(_ vendor: ProviderVendor, model: String = "", voice: String = "") {
    self.vendor = vendor
    self.model = model
    self.voice = voice
  }

  /// Names the choice in breakers, prices, spans and logs: `cartesia/sonic-3`.
  public var name: String { model.isEmpty ? vendor.rawValue : "\(vendor.rawValue)/\(model)" }
}

/// What providers charge, in US dollars. Names are as `ProviderChoice.name` has them (`cartesia/sonic-3`), or a vendor's
/// alone for all its models.
public struct PriceTable: Sendable, Equatable, Codable {
  /// For a million tokens.
  public struct Model: Sendable, Equatable, Codable {
    public var input: Double
    public var cachedInput: Double
    public var cacheWrite: Double
    public var output: Double

    /// - Parameters:
    ///   - cachedInput: nil: as `input`.
    ///   - cacheWrite: nil: as `input`.
    public init(input: Double, cachedInput: Double? = nil, cacheWrite: Double? = nil, output: Double) {
      self.input = input
      self.cachedInput = cachedInput ?? input
      self.cacheWrite = cacheWrite ?? input
      self.output = output
    }
  }

  /// For a minute of the carrier's line.
  public var linePerMinute = 0.0
  /// For a minute of recognised audio.
  public var recognisers: [String: Double] = [:]
  public var models: [String: Model] = [:]
  /// For a million characters.
  public var voices: [String: Double] = [:]

  public init() {}

  /// The entry of a name, or of the vendor before its slash.
  public static func entry<Value>(_ name: String, in table: [String: Value]) -> Value? {
    table[name] ?? table[String(name.prefix { $0 != "/" })]
  }
}

/// How much of a peer's JSON is read before it counts as an attack or a mistake.
public struct JSONLimits: Hashable, Sendable {
  /// Bytes of the whole text.
  public var bytes: Int
  /// Containers that may be open inside one another.
  public var depth: Int
  /// Values and keys in the whole text.
  public var values: Int

  public init(bytes: Int, depth: Int, values: Int) {
    self.bytes = bytes
    self.depth = depth
    self.values = values
  }

  /// For one message of a provider: a second of base64 audio at 48 kHz is 128 kB.
  public static let message = JSONLimits(bytes: 1 << 20, depth: 32, values: 1 << 16)
}

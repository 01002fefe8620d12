/// What a response may weigh.
public struct HTTPLimits: Equatable, Sendable {
  /// Bytes of all header lines together, those of interim responses and trailers included.
  public var headerBytes: Int
  /// Bytes of the whole body, announced or received.
  public var bodyBytes: Int

  public init(headerBytes: Int = 64 << 10, bodyBytes: Int = 16 << 20) {
    self.headerBytes = headerBytes
    self.bodyBytes = bodyBytes
  }
}

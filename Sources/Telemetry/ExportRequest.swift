public import Audio

/// One POST to a collector.
public struct ExportRequest: Sendable {
  public var url: String
  /// Some are secret: they go into the request and nowhere else.
  public var headers: [OTLPEndpoint.Header]
  public var body: [UInt8]
  /// For the whole attempt.
  public var timeout: MediaTime
}

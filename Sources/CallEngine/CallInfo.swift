public import Audio

/// What is known of a call when its media stream starts.
public struct CallInfo: Sendable, Equatable {
  public var id: CallID
  public var callControlID: String
  public var callSessionID: String
  public var streamID: String
  /// E.164 number or SIP URI; empty when withheld.
  public var from: String
  public var to: String
  public var format: CallFormat
  /// Seconds since 1970.
  public var startedAt: Double
}

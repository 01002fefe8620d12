public import Audio

/// What a call went through, for its record and for metrics.
public struct CallStatistics: Sendable, Equatable {
  public var framesReceived = 0
  /// Frames that the inbound ring had no room for.
  public var framesRefused = 0
  /// Frames beyond what real time allows.
  public var framesTooFast = 0
  public var framesLost = 0
  public var framesReordered = 0
  public var framesDuplicate = 0
  public var badPayloads = 0
  public var badMessages = 0
  /// Messages of agent audio sent, and how many left more than 20 ms after they were due.
  public var messagesSent = 0
  public var messagesLate = 0
  public var underruns = 0
  /// Caller audio received.
  public var mediaDuration = MediaTime.zero

  public init() {}
}

public import Audio
public import CallCore

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
  /// Frames that came after they had been given up.
  public var framesLate = 0
  /// Frames that were made up in place of lost ones.
  public var framesConcealed = 0
  public var badPayloads = 0
  public var badMessages = 0
  /// Messages of agent audio sent, and how many left more than 20 ms after they were due.
  public var messagesSent = 0
  public var messagesLate = 0
  public var underruns = 0
  /// Samples of a withdrawn reply that were about to be encoded, and were silence instead.
  public var staleSamples = 0
  public var speculation = SpeculationCounts()
  /// How much faster the carrier's clock runs than ours, in millionths, as far as the call was long enough to tell.
  public var clockDriftPPM = 0
  /// Caller audio received.
  public var mediaDuration = MediaTime.zero

  public init() {}
}

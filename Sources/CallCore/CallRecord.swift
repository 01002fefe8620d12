public import Audio
public import Conversation

/// Something about a call that must last. Numbered by the machine from 1 up, in order, without gaps.
public struct CallRecord: Sendable, Equatable {
  public enum Body: Sendable, Equatable {
    /// The caller's turn. Times are on the call's media clock.
    case callerTurn(text: String, start: MediaTime, end: MediaTime)
    /// What the agent meant to say, and the part of it that was played out.
    case agentTurn(text: String, heard: String, wasCut: Bool, start: MediaTime, end: MediaTime)
    case timing(TurnTiming)
    case event(kind: String, detail: String)
    /// The slots as they stand; sent whenever they changed.
    case flow(FlowState)
    case ended(EndReason)
  }

  public var sequence: Int
  /// When, on the call's media clock.
  public var at: MediaTime
  public var body: Body
}

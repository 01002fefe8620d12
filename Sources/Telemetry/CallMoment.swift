internal import Audio
internal import CallCore

/// Something that a call's trace is made of, on its way to the thread that makes it.
enum CallMoment: Sendable {
  case started(TracedCall)
  case record(CallRecord, of: CallID)
  case model(ModelUse, of: CallID)
  case tool(ToolTrace, of: CallID)
}

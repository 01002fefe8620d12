internal import Audio
internal import CallCore

/// A bug planted between the machine and its judge, to see that the judge finds it.
struct Tampering: Sendable {
  /// Changes the effects of one event.
  var effects: @Sendable (inout [CallEffect]) -> Void = { _ in }
  /// Changes when the machine wants to be woken.
  var deadline: @Sendable (MediaTime) -> MediaTime = { $0 }
  /// Changes the samples of a message.
  var samples: @Sendable (inout [Int16]) -> Void = { _ in }
}

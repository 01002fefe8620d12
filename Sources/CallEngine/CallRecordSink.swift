public import CallCore

/// Where everything about calls that must last goes. Called on workers' threads: takes it and returns at once.
public protocol CallRecordSink: Sendable {
  func callStarted(_ call: CallInfo, recording: String?)
  /// - Parameter statistics: of the call so far; final with the record that ends it.
  func record(_ record: CallRecord, of call: CallInfo, statistics: CallStatistics)
}

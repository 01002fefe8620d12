public import Audio

/// What a store knows of a person, in every tenant.
public struct PersonRecords: Sendable, Equatable {
  /// Calls from or to one of the numbers that have ended.
  public var calls: [CallID]
  /// The same without an end.
  public var runningCalls: [CallID]
  public var contacts: [ContactRecord]
  public var consents: [ConsentRecord]

  public init(
    calls: [CallID] = [], runningCalls: [CallID] = [], contacts: [ContactRecord] = [],
    consents: [ConsentRecord] = []
  ) {
    self.calls = calls
    self.runningCalls = runningCalls
    self.contacts = contacts
    self.consents = consents
  }
}

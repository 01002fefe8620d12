/// What a store knows of a person beside calls, in every tenant.
public struct PersonRecords: Sendable, Equatable {
  public var contacts: [ContactRecord]
  public var consents: [ConsentRecord]

  public init(contacts: [ContactRecord] = [], consents: [ConsentRecord] = []) {
    self.contacts = contacts
    self.consents = consents
  }
}

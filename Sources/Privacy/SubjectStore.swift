public import Audio
public import Redaction

/// What an erasure needs of a database. Called on one thread; may block.
public protocol SubjectStore: Sendable {
  /// Calls on which the person was, on either end, by any spelling of the number (`SubjectAddress.matches`).
  func calls(of subject: SubjectAddress) throws -> [CallID]

  /// Removes every trace of the person, in one transaction: contacts and consents of the number, and of `calls` all rows
  /// in every table, parked records included. Calls that are not there are passed over. Answers rows by table.
  func erase(_ subject: SubjectAddress, calls: [CallID]) throws -> [String: Int]

  /// Everything about the person, as JSON.
  func export(_ subject: SubjectAddress) throws -> [UInt8]
}

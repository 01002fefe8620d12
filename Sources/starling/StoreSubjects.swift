import Audio
import Foundation
import Privacy
import Records
import Redaction

/// A database of calls, as erasures and exports ask for people.
struct StoreSubjects: SubjectStore {
  let store: any RecordStore

  /// Calls that go on are left out: what is still to be said in them would come without a number to find it by.
  func calls(of subject: SubjectAddress) throws -> [CallID] { try store.person(spellings(of: subject)).calls }

  func erase(_ subject: SubjectAddress, calls: [CallID]) throws -> [String: Int] {
    let numbers = try spellings(of: subject)
    let running = try store.person(numbers).runningCalls.count
    let counts = try store.erase(numbers, calls: calls)
    try store.scrub()
    return [
      "calls": counts.calls, "segments": counts.segments, "events": counts.events,
      "outcomes": counts.outcomes, "consents": counts.consents, "contacts": counts.contacts,
      "parked_records": counts.parked, Self.running: running,
    ]
  }

  func export(_ subject: SubjectAddress) throws -> [UInt8] {
    let person = try store.person(spellings(of: subject))
    let calls = try (person.calls + person.runningCalls).sorted().compactMap { try store.transcript(of: $0) }
    return Array(TranscriptExporter.json(person: subject.text, person, calls).utf8)
  }

  /// What a receipt calls the calls that were left as they are, since they go on.
  static let running = "calls still running, kept"

  private func spellings(of subject: SubjectAddress) throws -> [String] {
    try store.numbers().filter { subject.matches($0) }
  }
}

internal import Journal
internal import Records

/// A record that was read from the journal: what it says, or why it says nothing.
struct ProjectionItem {
  let entry: JournalEntry
  let contents: Result<[StoreRecord], Reason>

  struct Reason: Error { let text: String }

  init(_ entry: JournalEntry) {
    self.entry = entry
    contents = Self.read(entry)
  }

  private static func read(_ entry: JournalEntry) -> Result<[StoreRecord], Reason> {
    if entry.isSealed { return .failure(Reason(text: "sealed with a key that is not there")) }
    let record = entry.record
    guard record.kind == CallJournal.kind else {
      return .failure(Reason(text: "journal records of kind \(record.kind) are not known"))
    }
    do throws(StoreRecordCodecError) {
      return .success(try StoreRecordCodec.decode(record.payload, of: record.call))
    } catch {
      return .failure(Reason(text: "\(error)"))
    }
  }

  func parked(_ reason: String) -> ParkedRecord {
    let record = entry.record
    return ParkedRecord(
      number: entry.number, call: record.call, sequence: record.sequence, kind: record.kind,
      recordedMs: record.wallClockMilliseconds, payload: record.payload, reason: reason)
  }
}

import Audio
import Records

extension RecordStore {
  /// Stores records as if a journal had brought them: those of a call in one record that follows the last.
  func write(_ records: [StoreRecord]) throws(StoreError) {
    var batch = ProjectedBatch(cursor: try cursor())
    for record in records {
      if let place = batch.records.firstIndex(where: { $0.call == record.call }) {
        batch.records[place].contents.append(record)
        continue
      }
      batch.cursor += 1
      let last = try progress(of: record.call)?.lastSequence ?? -1
      batch.records.append(
        ProjectedRecord(
          number: batch.cursor, call: record.call, sequence: UInt32(last + 1), contents: [record]))
    }
    try apply(batch)
  }
}

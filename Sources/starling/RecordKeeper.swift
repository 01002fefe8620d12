import Foundation
import Journal
import Privacy
import Projection
import PrometheusMetrics
import Records
import Settings

/// Journal and projection of a server: what calls leave behind, on its way to the store.
final class RecordKeeper: Sendable {
  /// How long a start waits for the store to have what the last process left, and a stop for each of its steps.
  private static let catchUpMilliseconds = 60_000
  private static let stopMilliseconds = 5_000

  let journal: Journal
  let store: any RecordStore
  private let projection: Projection

  /// Opens the journal in the data folder and lets the store catch up. A database server that does not answer is no
  /// reason not to start: records wait in the journal.
  ///
  /// - Parameter cipher: nil: records are not sealed.
  init(_ settings: ResolvedSettings, cipher: (any JournalCipher)?) throws {
    do {
      var options = JournalOptions()
      options.syncInterval = settings.journalSyncMilliseconds
      // A file beside the journal can outlive it, and knows its numbers. A server knows journals by their identity.
      let file = try StoreChoice.file(settings)
      options.lastNumberRead = try file?.cursor() ?? 0
      journal = try Journal(
        files: SystemJournalFiles(path: "\(settings.dataDirectory)/journal"), options: options,
        cipher: cipher,
        wallClock: { Int64(Date().timeIntervalSince1970 * 1_000) }, onEvent: { Self.tell($0) })
      store = try file ?? StoreChoice.server(journal: journal.identity)
    } catch let error as JournalError {
      throw error
    } catch {
      throw CommandFailure.failed("\(error)")
    }
    Self.tell(journal.recovery)
    let answers = try Self.answers(store)
    projection = Projection(journal: journal, store: store) { Self.tell($0) }
    if answers, !projection.catchUp(within: Self.catchUpMilliseconds) {
      Terminal.complain(
        "warning: \(projection.lag.records) records of the journal are not in the database yet; going on")
    }
  }

  /// - Throws: what will not get better by waiting.
  private static func answers(_ store: any RecordStore) throws -> Bool {
    do throws(StoreError) {
      _ = try store.cursor()
      return true
    } catch {
      switch error {
      case .unreachable, .busy, .readOnly, .diskFull:
        Terminal.complain("warning: \(error); records wait in the journal")
        return false
      default: throw CommandFailure.failed("\(error)")
      }
    }
  }

  /// Why no call can be taken, since what it leaves could not be kept; nil when it could.
  var refusal: String? {
    let health = journal.health
    guard !health.isAccepting else { return nil }
    return switch health.state {
    case .failing(let error): "behind: the journal cannot be written: \(error)"
    case .closed: "behind: the journal is closed"
    case .working: "behind: \(health.pendingRecords) records wait for the journal's disk"
    }
  }

  /// Makes what was recorded durable and stores it, each within a bound.
  func stop() {
    if !journal.flush(within: Self.stopMilliseconds) {
      Terminal.complain("error: the journal's disk does not take the last records")
    }
    let left = projection.stop(within: Self.stopMilliseconds)
    journal.close(within: Self.stopMilliseconds)
    if left > 0 {
      Terminal.complain("\(left) records remain in the journal; the next start stores them")
    }
  }

  // MARK: For people

  private static func tell(_ recovery: JournalRecovery) {
    for damage in recovery.cut {
      Terminal.complain(
        "notice: cut the torn end of \(damage.segment): \(damage.byteCount) bytes at \(damage.offset)")
    }
    for damage in recovery.quarantined {
      Terminal.complain(
        "error: \(damage.byteCount) unreadable bytes in \(damage.segment) at \(damage.offset); "
          + "a copy is in the journal's quarantine folder")
    }
    if recovery.missing > 0 {
      Terminal.complain("error: \(recovery.missing) records that were durable are gone from the journal")
    }
    for name in recovery.ignored {
      Terminal.complain("warning: \(name) in the journal's folder is not its own")
    }
    for error in recovery.quarantineFailures {
      Terminal.complain("warning: no copy for quarantine: \(error)")
    }
  }

  private static func tell(_ event: JournalEvent) {
    switch event {
    case .refused(let call, let sequence):
      Terminal.complain("error: no room for record \(sequence) of call \(call); it is lost")
    case .refusedUnnamed(let count): Terminal.complain("error: no room for \(count) more records")
    case .unsealable(let call, let sequence):
      Terminal.complain("error: record \(sequence) of call \(call) could not be sealed; it is lost")
    case .failing(let error):
      Terminal.complain("error: the journal cannot be written: \(error); trying again")
    case .recovered(let attempts):
      Terminal.complain("notice: the journal works again after \(attempts) attempts")
    case .windowRewritten(let segment, let records):
      Terminal.complain("warning: a sync of \(segment) failed; \(records) records are written again")
    case .lost(let call, let sequence):
      Terminal.complain("error: record \(sequence) of call \(call) could not be written; it is lost")
    case .lostUnnamed(let count): Terminal.complain("error: \(count) more records are lost")
    }
  }

  private static func tell(_ event: ProjectionEvent) {
    switch event {
    case .storeFailing(let error, let behind):
      Terminal.complain("error: \(error); \(behind) records wait in the journal; trying again")
    case .journalFailing(let error):
      Terminal.complain("error: the journal cannot be read: \(error); trying again")
    case .recovered(let attempts):
      Terminal.complain("notice: the database takes records again after \(attempts) attempts")
    case .parked(let record):
      Terminal.complain(
        "error: record \(record.sequence) of call \(record.call) is parked, number \(record.number): \(record.reason)"
      )
    case .unreadable(let count): Terminal.complain("error: \(count) records of the journal cannot be read")
    case .closedCalls(let count):
      Terminal.complain("notice: ended \(count) calls that were open when the last process was killed")
    case .segmentsKept(let error):
      Terminal.complain("warning: cannot remove old segments of the journal: \(error)")
    }
  }
}

extension RecordKeeper: ErasureSite {
  func settle() -> Bool {
    journal.flush(within: Self.stopMilliseconds) && projection.flush(within: Self.stopMilliseconds)
  }

  func clearJournal() throws -> Int? {
    guard let boundary = journal.rotate(within: Self.stopMilliseconds),
      projection.flush(within: Self.stopMilliseconds)
    else { return nil }
    return try journal.removeRotated(before: boundary) + journal.removeQuarantine()
  }
}

extension RecordKeeper {
  /// Journal and projection, as metrics.
  var figures: [MetricFamily] {
    let journal = journal.statistics
    let health = self.journal.health
    let projection = projection.statistics
    let lag = self.projection.lag
    let quantiles = { (durations: DurationCounts) in
      [0.5, 0.99, 1].map { quantile in
        MetricSample(Double(durations.quantile(quantile)) / 1e9, labels: ["quantile": "\(quantile)"])
      }
    }
    return [
      .counter("starling_journal_appended", "Records taken over by the journal.", journal.appended),
      .counter("starling_journal_durable", "Records that outlast a power cut.", journal.durable),
      .counter("starling_journal_refused", "Records that found no room and are lost.", journal.refused),
      .counter(
        "starling_journal_lost", "Records given up at closing or for want of a seal.",
        journal.lost + journal.unsealable),
      .counter("starling_journal_failures", "Failed attempts to write the journal.", journal.failedAttempts),
      .gauge("starling_journal_pending", "Records that are not durable yet.", health.pendingRecords),
      .gauge(
        "starling_journal_accepting", "1 when the journal can take further calls.", health.isAccepting ? 1 : 0
      ),
      .gauge(
        "starling_journal_durable_lag_seconds", "From a record's append to its durability.",
        quantiles(journal.durabilityLag)),
      .counter("starling_projection_applied", "Records stored in the database.", projection.applied),
      .counter("starling_projection_repeated", "Records that were there already.", projection.repeated),
      .counter("starling_projection_parked", "Records that the database could not take.", projection.parked),
      .counter(
        "starling_projection_erased", "Records of people who were erased, passed over.", projection.erased),
      .counter("starling_projection_missing", "Sequences that calls never brought.", projection.missing),
      .counter(
        "starling_projection_failures", "Failed attempts to store records.", projection.failedAttempts),
      .gauge("starling_projection_lag", "Durable records that are not in the database.", Double(lag.records)),
      .gauge(
        "starling_projection_lag_seconds", "Since when the database has not had all that was durable.",
        lag.seconds
      ),
      .gauge(
        "starling_projection_storing_lag_seconds", "From a record's append to its commit in the database.",
        quantiles(projection.storingLag)),
    ]
  }
}

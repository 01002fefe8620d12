public import Audio

/// A batch as a store takes it: what is there already is left out, the rest is sorted by kind, and each call's summaries
/// are one, so that a row is written once.
public struct RecordBatch: Sendable {
  /// What the batch says of a call, and how far it is stored afterwards.
  public struct Call: Sendable {
    public var summary: CallSummary
    /// Its last record's sequence.
    public var lastSequence: Int64
    /// How many of its records are in the batch.
    public var recordCount: Int
  }

  public private(set) var calls: [Call] = []
  public private(set) var turns: [TurnRecord] = []
  public private(set) var timings: [TurnTimingRecord] = []
  public private(set) var events: [CallEventRecord] = []
  public private(set) var outcomes: [OutcomeRecord] = []
  public private(set) var usage: [UsageRecord] = []
  public private(set) var consents: [ConsentRecord] = []
  public private(set) var contacts: [ContactRecord] = []
  public private(set) var agentVersions: [AgentVersionRecord] = []
  public private(set) var parked: [ParkedRecord] = []
  public private(set) var counts = ProjectedCounts()

  private struct ContactKey: Hashable {
    var tenant: String
    var number: String
  }

  private var callPlaces: [CallID: Int] = [:]
  private var contactPlaces: [ContactKey: Int] = [:]

  /// - Parameters:
  ///   - stored: the cursor that the store has.
  ///   - progress: the last sequence that the store has of each call of the batch; calls that it does not have are left out.
  public init(_ batch: ProjectedBatch, after stored: UInt64, progress: [CallID: Int64]) {
    for record in batch.records {
      let sequence = Int64(record.sequence)
      let last = callPlaces[record.call].map { calls[$0].lastSequence } ?? progress[record.call] ?? -1
      guard record.number > stored, sequence > last else {
        counts.repeated += 1
        continue
      }
      counts.missing += Int(sequence - last - 1)
      counts.applied += 1
      let place = place(of: record.call)
      calls[place].lastSequence = sequence
      calls[place].recordCount += 1
      for content in record.contents { add(content, place) }
    }
    parked = batch.parked.filter { $0.number > stored }
  }

  /// The calls whose progress a store must know for a batch.
  public static func calls(of batch: ProjectedBatch, after stored: UInt64) -> Set<CallID> {
    Set(batch.records.lazy.filter { $0.number > stored }.map(\.call))
  }

  private mutating func place(of call: CallID) -> Int {
    if let place = callPlaces[call] { return place }
    callPlaces[call] = calls.count
    calls.append(Call(summary: CallSummary(id: call), lastSequence: -1, recordCount: 0))
    return calls.count - 1
  }

  private mutating func add(_ record: StoreRecord, _ place: Int) {
    switch record {
    case .call(let call): calls[place].summary.merge(call)
    case .turn(let turn): turns.append(turn)
    case .timing(let timing): timings.append(timing)
    case .event(let event): events.append(event)
    case .contact(let contact): add(contact)
    case .agentVersion(let version): agentVersions.append(version)
    case .outcome(let outcome):
      outcomes.append(outcome)
      // The call's own row says what came of it last.
      calls[place].summary.merge(
        CallSummary(
          id: outcome.call, tenant: outcome.tenant, outcome: outcome.outcome, slotsJSON: outcome.slotsJSON))
    case .usage(let used): usage.append(used)
    case .consent(let consent): consents.append(consent)
    }
  }

  private mutating func add(_ contact: ContactRecord) {
    let key = ContactKey(tenant: contact.tenant, number: contact.number)
    guard let place = contactPlaces[key] else {
      contactPlaces[key] = contacts.count
      return contacts.append(contact)
    }
    let known = contacts[place]
    contacts[place] = contact
    contacts[place].name = contact.name ?? known.name
    contacts[place].attributesJSON = contact.attributesJSON ?? known.attributesJSON
    contacts[place].seenMs = max(contact.seenMs, known.seenMs)
  }
}

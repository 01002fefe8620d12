internal import Audio
internal import Records

/// A batch as statements: one for each table that it has rows for.
struct BatchStatements {
  private var sets: [RowSet] = []

  init(_ batch: RecordBatch, journal: String) {
    var calls = RowSet(.calls)
    for call in batch.calls { Self.add(call, journal, to: &calls) }
    var segments = RowSet(.segments)
    for turn in batch.turns { Self.add(turn, to: &segments) }
    var turns = RowSet(.turns)
    for timing in batch.timings { Self.add(timing, to: &turns) }
    var events = RowSet(.events)
    for event in batch.events { Self.add(event, to: &events) }
    sets = [calls, segments, turns, events] + Self.rare(batch) + [Self.parked(batch.parked, journal)]
  }

  var statements: [PostgresStatement] { sets.filter { $0.count > 0 }.map(\.statement) }

  private static func add(_ call: RecordBatch.Call, _ journal: String, to set: inout RowSet) {
    let summary = call.summary
    let texts = [
      summary.direction?.rawValue, summary.agent, summary.agentVersion, summary.from, summary.to,
      summary.carrierCallID, summary.carrierSessionID, summary.streamID, summary.codec,
    ]
    let ending = [summary.endReason, summary.outcome, summary.slotsJSON, summary.recordingPath]
    set.add { columns in
      columns[0].append(summary.id)
      columns[1].append(StorableText.of(summary.tenant))
      columns[2].append(journal)
      columns[3].append(call.lastSequence)
      columns[4].append(Int64(call.recordCount))
      for (place, text) in texts.enumerated() { columns[5 + place].append(StorableText.of(text)) }
      columns[14].append(summary.startedMs)
      columns[15].append(summary.answeredMs)
      columns[16].append(summary.endedMs)
      for (place, text) in ending.enumerated() { columns[17 + place].append(StorableText.of(text)) }
    }
  }

  private static func add(_ turn: TurnRecord, to set: inout RowSet) {
    set.add { columns in
      key(turn.call, turn.sequence, turn.tenant, &columns)
      columns[3].append(turn.speaker.rawValue)
      columns[4].append(StorableText.of(turn.text))
      columns[5].append(StorableText.of(turn.heardText))
      columns[6].append(turn.wasCut)
      columns[7].append(turn.start.storedMilliseconds)
      columns[8].append(turn.end.storedMilliseconds)
      columns[9].append(turn.confidence)
      columns[10].append(json: SegmentWord.json(turn.words))
    }
  }

  private static func add(_ timing: TurnTimingRecord, to set: inout RowSet) {
    let times = [
      timing.endpointing, timing.recognition, timing.reply, timing.synthesis, timing.voiceToVoice,
    ]
    set.add { columns in
      key(timing.call, timing.turn, timing.tenant, &columns)
      for (place, time) in times.enumerated() { columns[3 + place].append(time.storedMilliseconds) }
      columns[8].append(StorableText.of(timing.endpointReason))
      columns[9].append(timing.wasSpeculative)
    }
  }

  private static func add(_ event: CallEventRecord, to set: inout RowSet) {
    set.add { columns in
      key(event.call, event.sequence, event.tenant, &columns)
      columns[3].append(event.at.storedMilliseconds)
      columns[4].append(StorableText.of(event.kind))
      columns[5].append(StorableText.of(event.detail))
    }
  }

  private static func rare(_ batch: RecordBatch) -> [RowSet] {
    var outcomes = RowSet(.outcomes)
    for outcome in batch.outcomes {
      outcomes.add { columns in
        key(outcome.call, outcome.sequence, outcome.tenant, &columns)
        columns[3].append(outcome.at.storedMilliseconds)
        columns[4].append(StorableText.of(outcome.outcome))
        columns[5].append(StorableText.of(outcome.slotsJSON))
      }
    }
    var usage = RowSet(.usage)
    for used in batch.usage {
      usage.add { columns in
        key(used.call, used.sequence, used.tenant, &columns)
        columns[3].append(used.at.storedMilliseconds)
        columns[4].append(StorableText.of(used.provider))
        columns[5].append(StorableText.of(used.unit))
        columns[6].append(used.quantity)
        columns[7].append(used.costMicros)
        columns[8].append(StorableText.of(used.currency))
      }
    }
    var consents = RowSet(.consents)
    for consent in batch.consents {
      consents.add { columns in
        key(consent.call, consent.sequence, consent.tenant, &columns)
        columns[3].append(consent.at.storedMilliseconds)
        columns[4].append(StorableText.of(consent.subject))
        columns[5].append(StorableText.of(consent.purpose))
        columns[6].append(consent.isGranted)
        columns[7].append(StorableText.of(consent.evidence))
      }
    }
    return [outcomes, usage, consents] + people(batch)
  }

  private static func people(_ batch: RecordBatch) -> [RowSet] {
    var contacts = RowSet(.contacts)
    for contact in batch.contacts {
      contacts.add { columns in
        columns[0].append(StorableText.of(contact.tenant))
        columns[1].append(StorableText.of(contact.number))
        columns[2].append(StorableText.of(contact.name))
        columns[3].append(StorableText.of(contact.attributesJSON))
        columns[4].append(contact.call)
        columns[5].append(contact.seenMs)
        columns[6].append(contact.seenMs)
      }
    }
    var agents = RowSet(.agents)
    var versions = RowSet(.agentVersions)
    for version in batch.agentVersions {
      agents.add { columns in
        columns[0].append(StorableText.of(version.tenant))
        columns[1].append(StorableText.of(version.agent))
      }
      versions.add { columns in
        columns[0].append(StorableText.of(version.tenant))
        columns[1].append(StorableText.of(version.agent))
        columns[2].append(StorableText.of(version.version))
        columns[3].append(StorableText.of(version.definition))
        columns[4].append(version.call)
        columns[5].append(version.seenMs)
      }
    }
    return [contacts, agents, versions]
  }

  private static func parked(_ records: [ParkedRecord], _ journal: String) -> RowSet {
    var set = RowSet(.parked)
    for record in records {
      set.add { columns in
        columns[0].append(journal)
        columns[1].append(Int64(bitPattern: record.number))
        columns[2].append(record.call)
        columns[3].append(Int64(record.sequence))
        columns[4].append(Int64(record.kind))
        columns[5].append(record.recordedMs)
        columns[6].append(record.payload)
        columns[7].append(StorableText.of(record.reason))
      }
    }
    return set
  }

  /// The first three columns of most tables.
  private static func key(_ call: CallID, _ number: Int, _ tenant: String, _ columns: inout [ColumnArray]) {
    columns[0].append(call)
    columns[1].append(Int64(number))
    columns[2].append(StorableText.of(tenant))
  }
}

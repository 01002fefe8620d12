internal import Audio

extension TranscriptExporter {
  /// A JSON document: every key always there and sorted, times in milliseconds.
  public static func json(_ transcript: Transcript) -> String { document(transcript).pretty() + "\n" }

  private static func document(_ transcript: Transcript) -> JSONValue {
    .object([
      "version": .integer(1),
      "call": call(transcript.call),
      "turns": .array(turns(transcript)),
      "events": .array(transcript.events.map(event)),
    ])
  }

  private static func call(_ call: CallSummary) -> JSONValue {
    .object([
      "id": .string(call.id.description),
      "tenant": .string(call.tenant),
      "direction": JSONValue(call.direction?.rawValue),
      "agent": JSONValue(call.agent),
      "agent_version": JSONValue(call.agentVersion),
      "from": JSONValue(call.from),
      "to": JSONValue(call.to),
      "carrier_call_id": JSONValue(call.carrierCallID),
      "carrier_session_id": JSONValue(call.carrierSessionID),
      "stream_id": JSONValue(call.streamID),
      "codec": JSONValue(call.codec),
      "started_ms": JSONValue(call.startedMs),
      "answered_ms": JSONValue(call.answeredMs),
      "ended_ms": JSONValue(call.endedMs),
      "end_reason": JSONValue(call.endReason),
      "outcome": JSONValue(call.outcome),
      "slots": embedded(call.slotsJSON),
      "recording_path": JSONValue(call.recordingPath),
    ])
  }

  /// Turns in the order in which they began; the timing of the n-th caller turn stands with it.
  private static func turns(_ transcript: Transcript) -> [JSONValue] {
    let timings = Dictionary(transcript.timings.map { ($0.turn, $0) }) { first, _ in first }
    let callers = transcript.turns.filter { $0.speaker == .caller }.map(\.sequence).sorted()
    let numbers = Dictionary(zip(callers, 1...)) { first, _ in first }
    return transcript.spoken.map { turn in
      let timing = turn.speaker == .caller ? numbers[turn.sequence].flatMap { timings[$0] } : nil
      return .object([
        "sequence": .integer(Int64(turn.sequence)),
        "speaker": .string(turn.speaker.rawValue),
        "text": .string(turn.text),
        "heard_text": JSONValue(turn.heardText),
        "heard": JSONValue(heard(turn)),
        "was_cut": .bool(turn.wasCut),
        "start_ms": .integer(turn.start.milliseconds),
        "end_ms": .integer(turn.end.milliseconds),
        "confidence": JSONValue(turn.confidence),
        "words": .array(turn.words.map(word)),
        "timing": timing.map(json) ?? .null,
      ])
    }
  }

  /// How much of an agent's turn reached the caller: `all`, `part` or `nothing`.
  private static func heard(_ turn: TurnRecord) -> String? {
    guard turn.speaker == .agent else { return nil }
    guard let text = turn.heardText else { return turn.wasCut ? "part" : "all" }
    if text.isEmpty { return "nothing" }
    return turn.wasCut ? "part" : "all"
  }

  private static func word(_ word: SegmentWord) -> JSONValue {
    .object([
      "word": .string(word.word), "start_ms": .integer(word.start.milliseconds),
      "end_ms": .integer(word.end.milliseconds), "confidence": JSONValue(word.confidence),
    ])
  }

  private static func json(_ timing: TurnTimingRecord) -> JSONValue {
    .object([
      "turn": .integer(Int64(timing.turn)),
      "endpointing_ms": tenths(timing.endpointing),
      "recognition_ms": tenths(timing.recognition),
      "reply_ms": tenths(timing.reply),
      "synthesis_ms": tenths(timing.synthesis),
      "voice_to_voice_ms": tenths(timing.voiceToVoice),
      "endpoint_reason": JSONValue(timing.endpointReason),
      "was_speculative": .bool(timing.wasSpeculative),
    ])
  }

  private static func event(_ event: CallEventRecord) -> JSONValue {
    .object([
      "sequence": .integer(Int64(event.sequence)),
      "media_ms": .integer(event.at.milliseconds),
      "kind": .string(event.kind),
      "detail": embedded(event.detail),
    ])
  }

  /// A JSON text as what it says; any other text as a string; nothing as null.
  private static func embedded(_ text: String?) -> JSONValue {
    guard let text, !text.isEmpty else { return .null }
    guard let value = JSONParser.parse(text) else {
      return .string(text)
    }
    return value
  }

  private static func tenths(_ time: MediaTime) -> JSONValue {
    .number((Double(time.nanoseconds) / 1e5).rounded() / 10)
  }

  /// All that is known of a person, as one JSON document.
  public static func json(person number: String, _ records: PersonRecords, _ calls: [Transcript]) -> String {
    let contacts = records.contacts.map { contact in
      JSONValue.object([
        "tenant": .string(contact.tenant), "name": JSONValue(contact.name),
        "attributes": embedded(contact.attributesJSON), "last_call": .string(contact.call.description),
        "last_seen_ms": .integer(contact.seenMs),
      ])
    }
    let consents = records.consents.map { consent in
      JSONValue.object([
        "tenant": .string(consent.tenant), "call": .string(consent.call.description),
        "purpose": .string(consent.purpose), "is_granted": .bool(consent.isGranted),
        "evidence": .string(consent.evidence),
      ])
    }
    let document = JSONValue.object([
      "version": .integer(1), "subject": .string(number), "contacts": .array(contacts),
      "consents": .array(consents), "calls": .array(calls.map(document)),
    ])
    return document.pretty() + "\n"
  }

  /// Calls without what was said in them, as a JSON array.
  public static func json(calls: [CallSummary]) -> String {
    JSONValue.array(calls.map(call)).pretty() + "\n"
  }

  /// Turns found by their words, as a JSON array.
  public static func json(hits: [TurnRecord]) -> String {
    let values = hits.map { turn in
      JSONValue.object([
        "call": .string(turn.call.description), "sequence": .integer(Int64(turn.sequence)),
        "speaker": .string(turn.speaker.rawValue), "text": .string(turn.text),
        "start_ms": .integer(turn.start.milliseconds), "end_ms": .integer(turn.end.milliseconds),
      ])
    }
    return JSONValue.array(values).pretty() + "\n"
  }
}

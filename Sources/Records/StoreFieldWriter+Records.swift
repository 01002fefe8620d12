internal import Audio

extension StoreFieldWriter {
  mutating func put(_ record: StoreRecord) {
    switch record {
    case .call(let call): put(call)
    case .turn(let turn): put(turn)
    case .timing(let timing): put(timing)
    case .event(let event): put(event)
    case .contact(let contact): put(contact)
    case .agentVersion(let version): put(version)
    case .outcome(let outcome): put(outcome)
    case .usage(let usage): put(usage)
    case .consent(let consent): put(consent)
    }
  }

  private mutating func begin(_ kind: StoreRecordCodec.Kind, _ tenant: String) {
    put(byte: kind.rawValue)
    put(tenant: tenant)
  }

  private mutating func put(_ call: CallSummary) {
    begin(.call, call.tenant)
    switch call.direction {
    case nil: put(byte: 0)
    case .inbound: put(byte: 1)
    case .outbound: put(byte: 2)
    }
    for text in [
      call.agent, call.agentVersion, call.from, call.to, call.carrierCallID, call.carrierSessionID,
      call.streamID, call.codec,
    ] { put(name: text) }
    for time in [call.startedMs, call.answeredMs, call.endedMs] { put(optional: time) }
    put(name: call.endReason)
    put(name: call.outcome)
    put(text: call.slotsJSON)
    put(name: call.recordingPath)
  }

  private mutating func put(_ turn: TurnRecord) {
    begin(.turn, turn.tenant)
    put(number: Int64(turn.sequence))
    put(turn.speaker == .agent)
    put(text: turn.text)
    put(text: turn.heardText)
    put(turn.wasCut)
    put(turn.start)
    put(turn.end)
    put(optional: turn.confidence)
    let words = turn.words.prefix(StoreRecordCodec.mostWords)
    put(varint: UInt64(words.count))
    for word in words {
      put(name: word.word)
      put(word.start)
      put(word.end)
      put(optional: word.confidence)
    }
  }

  private mutating func put(_ timing: TurnTimingRecord) {
    begin(.timing, timing.tenant)
    put(number: Int64(timing.turn))
    put(timing.endpointing)
    put(timing.recognition)
    put(timing.reply)
    put(timing.synthesis)
    put(timing.voiceToVoice)
    put(name: timing.endpointReason)
    put(timing.wasSpeculative)
  }

  private mutating func put(_ event: CallEventRecord) {
    begin(.event, event.tenant)
    put(number: Int64(event.sequence))
    put(event.at)
    put(name: event.kind)
    put(text: event.detail)
  }

  private mutating func put(_ contact: ContactRecord) {
    begin(.contact, contact.tenant)
    put(name: contact.number)
    put(name: contact.name)
    put(text: contact.attributesJSON)
    put(number: contact.seenMs)
  }

  private mutating func put(_ version: AgentVersionRecord) {
    begin(.agentVersion, version.tenant)
    put(name: version.agent)
    put(name: version.version)
    put(text: version.definition)
    put(number: version.seenMs)
  }

  private mutating func put(_ outcome: OutcomeRecord) {
    begin(.outcome, outcome.tenant)
    put(number: Int64(outcome.sequence))
    put(outcome.at)
    put(name: outcome.outcome)
    put(text: outcome.slotsJSON)
  }

  private mutating func put(_ usage: UsageRecord) {
    begin(.usage, usage.tenant)
    put(number: Int64(usage.sequence))
    put(usage.at)
    put(name: usage.provider)
    put(name: usage.unit)
    put(double: usage.quantity)
    put(optional: usage.costMicros)
    put(name: usage.currency)
  }

  private mutating func put(_ consent: ConsentRecord) {
    begin(.consent, consent.tenant)
    put(number: Int64(consent.sequence))
    put(consent.at)
    put(name: consent.subject)
    put(name: consent.purpose)
    put(consent.isGranted)
    put(text: consent.evidence)
  }
}

internal import Audio

extension StoreFieldReader {
  mutating func record(of call: CallID) throws(StoreRecordCodecError) -> StoreRecord {
    let code = try byte()
    guard let kind = StoreRecordCodec.Kind(rawValue: code) else { throw .unknownKind(code) }
    let tenant = try tenant()
    return switch kind {
    case .call: .call(try summary(call, tenant))
    case .turn: .turn(try turn(call, tenant))
    case .timing: .timing(try timing(call, tenant))
    case .event:
      .event(
        CallEventRecord(
          call: call, sequence: try int(), at: try time(), kind: try requiredText(),
          detail: try requiredText(), tenant: tenant))
    case .contact:
      .contact(
        ContactRecord(
          call: call, tenant: tenant, number: try requiredText(), name: try text(),
          attributesJSON: try text(), seenMs: try number()))
    case .agentVersion:
      .agentVersion(
        AgentVersionRecord(
          call: call, tenant: tenant, agent: try requiredText(), version: try requiredText(),
          definition: try requiredText(), seenMs: try number()))
    case .outcome:
      .outcome(
        OutcomeRecord(
          call: call, tenant: tenant, sequence: try int(), at: try time(), outcome: try requiredText(),
          slotsJSON: try text()))
    case .usage:
      .usage(
        UsageRecord(
          call: call, tenant: tenant, sequence: try int(), at: try time(), provider: try requiredText(),
          unit: try requiredText(), quantity: try double(), costMicros: try optionalNumber(),
          currency: try requiredText()))
    case .consent:
      .consent(
        ConsentRecord(
          call: call, tenant: tenant, sequence: try int(), at: try time(), subject: try requiredText(),
          purpose: try requiredText(), isGranted: try flag(), evidence: try requiredText()))
    }
  }

  private mutating func summary(
    _ call: CallID, _ tenant: String
  ) throws(StoreRecordCodecError) -> CallSummary {
    var summary = CallSummary(id: call, tenant: tenant, direction: try direction())
    summary.agent = try text()
    summary.agentVersion = try text()
    summary.from = try text()
    summary.to = try text()
    summary.carrierCallID = try text()
    summary.carrierSessionID = try text()
    summary.streamID = try text()
    summary.codec = try text()
    summary.startedMs = try optionalNumber()
    summary.answeredMs = try optionalNumber()
    summary.endedMs = try optionalNumber()
    summary.endReason = try text()
    summary.outcome = try text()
    summary.slotsJSON = try text()
    summary.recordingPath = try text()
    return summary
  }

  private mutating func direction() throws(StoreRecordCodecError) -> CallSummary.Direction? {
    let start = offset
    switch try byte() {
    case 0: return nil
    case 1: return .inbound
    case 2: return .outbound
    default: throw .malformed(offset: start)
    }
  }

  private mutating func turn(_ call: CallID, _ tenant: String) throws(StoreRecordCodecError) -> TurnRecord {
    var turn = TurnRecord(
      call: call, sequence: try int(), speaker: try flag() ? .agent : .caller, text: try requiredText(),
      heardText: try text(), wasCut: try flag(), start: try time(), end: try time(),
      confidence: try optionalDouble(), tenant: tenant)
    let start = offset
    let count = try varint()
    guard count <= UInt64(StoreRecordCodec.mostWords) else { throw .malformed(offset: start) }
    // A word has four bytes at least: a false count cannot make room for more than there is.
    turn.words.reserveCapacity(min(Int(count), remaining / 4))
    for _ in 0..<count {
      turn.words.append(
        SegmentWord(try requiredText(), start: try time(), end: try time(), confidence: try optionalDouble()))
    }
    return turn
  }

  private mutating func timing(
    _ call: CallID, _ tenant: String
  ) throws(StoreRecordCodecError) -> TurnTimingRecord {
    TurnTimingRecord(
      call: call, turn: try int(), endpointing: try time(), recognition: try time(), reply: try time(),
      synthesis: try time(), voiceToVoice: try time(), endpointReason: try text(),
      wasSpeculative: try flag(), tenant: tenant)
  }
}

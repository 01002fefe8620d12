internal import Audio

/// Puts records into bytes, field by field.
struct StoreFieldWriter {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(192) }

  mutating func put(byte: UInt8) { bytes.append(byte) }

  mutating func put(_ record: StoreRecord) {
    switch record {
    case .call(let call): put(call)
    case .turn(let turn): put(turn)
    case .timing(let timing): put(timing)
    case .event(let event): put(event)
    }
  }

  private mutating func put(_ call: CallSummary) {
    put(byte: StoreRecordCodec.Kind.call.rawValue)
    put(name: call.tenant)
    switch call.direction {
    case nil: put(byte: 0)
    case .inbound: put(byte: 1)
    case .outbound: put(byte: 2)
    }
    for text in [
      call.agent, call.from, call.to, call.carrierCallID, call.carrierSessionID, call.streamID, call.codec,
    ] { put(name: text) }
    for time in [call.startedMs, call.answeredMs, call.endedMs] { put(optional: time) }
    put(name: call.endReason)
    put(name: call.outcome)
    put(text: call.slotsJSON)
    put(name: call.recordingPath)
  }

  private mutating func put(_ turn: TurnRecord) {
    put(byte: StoreRecordCodec.Kind.turn.rawValue)
    put(number: Int64(turn.sequence))
    put(byte: turn.speaker == .caller ? 0 : 1)
    put(text: turn.text)
    put(text: turn.heardText)
    put(byte: turn.wasCut ? 1 : 0)
    put(turn.start)
    put(turn.end)
    put(optional: turn.confidence)
  }

  private mutating func put(_ timing: TurnTimingRecord) {
    put(byte: StoreRecordCodec.Kind.timing.rawValue)
    put(number: Int64(timing.turn))
    put(timing.endpointing)
    put(timing.recognition)
    put(timing.reply)
    put(timing.synthesis)
    put(timing.voiceToVoice)
    put(name: timing.endpointReason)
    put(byte: timing.wasSpeculative ? 1 : 0)
  }

  private mutating func put(_ event: CallEventRecord) {
    put(byte: StoreRecordCodec.Kind.event.rawValue)
    put(number: Int64(event.sequence))
    put(event.at)
    put(name: event.kind)
    put(text: event.detail)
  }

  // MARK: Fields

  private mutating func put(_ time: MediaTime) { put(number: time.nanoseconds) }

  private mutating func put(number: Int64) {
    put(varint: UInt64(bitPattern: number << 1) ^ UInt64(bitPattern: number >> 63))
  }

  private mutating func put(optional number: Int64?) {
    put(byte: number == nil ? 0 : 1)
    if let number { put(number: number) }
  }

  private mutating func put(optional number: Double?) {
    put(byte: number == nil ? 0 : 1)
    guard let bits = number?.bitPattern else { return }
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      put(byte: UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  private mutating func put(varint number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      put(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    put(byte: UInt8(rest))
  }

  private mutating func put(text: String?) { put(text, limit: StoreRecordCodec.longestText) }
  private mutating func put(name: String?) { put(name, limit: StoreRecordCodec.longestName) }

  private mutating func put(_ text: String?, limit: Int) {
    guard let text else { return put(byte: 0) }
    let storable = StorableText.prefix(StorableText.withoutNUL(text), bytes: limit)
    put(varint: UInt64(storable.utf8.count) + 1)
    bytes.append(contentsOf: storable.utf8)
  }
}

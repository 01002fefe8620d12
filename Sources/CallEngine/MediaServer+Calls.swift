internal import Audio
internal import CallCore
internal import Networking
internal import Synchronization
internal import Wire

// Calls: how one begins, is taken over by a newer socket, is written to, and ends.
extension MediaServer {
  func started(_ start: TelnyxStart, on connection: MediaConnection) {
    guard case .waiting = connection.phase else {
      context.log(.warning, "a second start on one stream was skipped")
      return countBad(connection, .invalid(.event))
    }
    waiting[ObjectIdentifier(connection)] = nil
    do throws(CallFormat.Refusal) {
      let format = try self.format(for: start)
      if let place = directory.place(of: start.callControlID.lowercased()) {
        guard place.loop == link.index else {
          return askFor(place, start, format, connection)
        }
        if takeOver(place.slot, format, by: connection) { return }
      }
      begin(start, format, on: connection)
    } catch {
      context.counters.refusedFormats.add(1, ordering: .relaxed)
      context.log(.error, "call \(start.callControlID) refused: \(error)")
      refuse(connection, code: 1003, reason: error.description)
    }
  }

  private func format(for start: TelnyxStart) throws(CallFormat.Refusal) -> CallFormat {
    let announced = start.mediaFormat
    guard let inbound = announced.codec else { throw .unknownCodec(announced.encoding) }
    guard announced.channels == 1 else { throw .unsupportedChannels(announced.channels) }
    var outbound = context.options.outboundCodec
    var rate = context.options.outboundRate
    // A stream may say what it was set up to play: `<Parameter name="bidirectional_codec" value="G722"/>`.
    if let name = start.customParameters["bidirectional_codec"] {
      guard let codec = AudioCodec(carrierName: name) else { throw .unknownCodec(name) }
      outbound = codec
      rate =
        start.customParameters["bidirectional_sampling_rate"].flatMap { Int($0) }
        ?? (codec == .l16 ? 16_000 : 8_000)
    }
    return try CallFormat(
      inbound: inbound, announced: announced.sampleRate, outbound: outbound, outboundRate: rate)
  }

  func begin(_ start: TelnyxStart, _ format: CallFormat, on connection: MediaConnection) {
    guard let slot = directory.takeSlot() else {
      return refuse(connection, code: 1013, reason: "every call slot is taken")
    }
    let worker = workers[slot % workers.count]
    let port = CallPort(slot: slot, worker: worker, links: links, loop: link.index, format: format)
    let now = context.clock.now
    let info = CallInfo(
      id: context.makeCallID(), callControlID: start.callControlID, callSessionID: start.callSessionID ?? "",
      streamID: start.streamID, from: start.from ?? "", to: start.to ?? "", format: format,
      startedAt: context.clock.wallClockAtZero + now.seconds)
    do {
      let call = try CallActor(info: info, port: port, worker: worker, context: context)
      slots[slot] = Slot(port: port, connection: connection, controlID: start.callControlID.lowercased())
      directory.set(.init(slot: slot, loop: link.index), of: start.callControlID.lowercased())
      connection.phase = .live(port)
      connection.hasPlace = false
      gate.callBegan()
      worker.adopt(call)
    } catch {
      directory.giveBack(slot)
      context.log(.error, "call \(start.callControlID) cannot be set up: \(error)")
      refuse(connection, code: 1011, reason: "the call cannot be set up")
    }
  }

  /// A second stream for a call we already serve: the newest is the right one, and the conversation goes on. In
  /// another format it cannot: then the older stream's call ends and false is returned, as it is when the older
  /// socket was lost before.
  private func takeOver(_ slot: Int, _ format: CallFormat, by connection: MediaConnection) -> Bool {
    guard let port = slots[slot].port, !port.callEnded.load(ordering: .acquiring),
      let old = slots[slot].connection
    else { return false }
    old.phase = .closing
    loop?.close(old.id, code: 1000, reason: "replaced by a newer stream")
    guard port.format == format else {
      slots[slot].connection = nil
      port.post(.connectionLost)
      return false
    }
    slots[slot].connection = connection
    leavePlace(of: connection)
    slots[slot].chunkBase &+= 1 << 32
    connection.phase = .live(port)
    port.post(.streamReplaced)
    return true
  }

  func refuse(_ connection: MediaConnection, code: Int, reason: String) {
    connection.phase = .closing
    leavePlace(of: connection)
    // A close reason holds at most 123 bytes (RFC 6455 section 5.5).
    loop?.close(connection.id, code: code, reason: String(reason.prefix(120)))
  }

  /// A socket that has become no call leaves room for another.
  func leavePlace(of connection: MediaConnection) {
    if connection.hasPlace { gate.leave() }
    connection.hasPlace = false
  }

  func closed(_ connection: MediaConnection, code: Int?) {
    waiting[ObjectIdentifier(connection)] = nil
    takingOver[ObjectIdentifier(connection)] = nil
    leavePlace(of: connection)
    guard case .live(let port) = connection.phase else { return }
    connection.phase = .closing
    slots[port.slot].connection = nil
    if port.callEnded.load(ordering: .acquiring) { free(port.slot) } else { port.post(.connectionLost) }
  }

  private func free(_ slot: Int) {
    guard slots[slot].port != nil else { return }
    directory.giveBack(slot, of: slots[slot].controlID)
    slots[slot] = Slot()
    gate.callEnded()
    gate.leave()
  }

  // MARK: Writing

  func writable(_ connection: MediaConnection) {
    if case .live(let port) = connection.phase { flush(port.slot) }
  }

  func woke(late: MediaTime) {
    gauge.lateness.record(late)
    if overload.note(late, at: context.clock.now) { gate.overload.set(overload.level, by: .loop(link.index)) }
  }

  func sweepEnded(at now: MediaTime) -> MediaTime? {
    gauge.turned()
    returnGrantedPlace()
    for index in workers.indices where touched[index] {
      touched[index] = false
      workers[index].signal()
    }
    for letter in link.takeMail() { receive(letter) }
    link.due.takeAll { slot in flush(slot) }
    let time = context.clock.now
    // One loop reads for all.
    if link.index == 0, processors.isDue(at: time), processors.note(used: usedTime, at: time) {
      gate.overload.set(processors.level, by: .processors)
    }
    if time >= nextHousekeeping {
      nextHousekeeping = time + .seconds(Int64(1))
      closeSilentSockets(at: time)
    }
    // Of a loaded machine that has become quiet somebody must tell.
    return now + (processors.level > .normal ? ProcessorLoad.period : .seconds(Int64(1)))
  }

  /// Processor time of all workers and loops.
  private var usedTime: MediaTime {
    workers.reduce(context.loopTime) { $0 + $1.gauge.processorTime }
  }

  /// Writes what a call has to say until the socket takes no more; closes it once an ended call has said all.
  func flush(_ slot: Int) {
    guard let port = slots[slot].port else { return }
    guard let connection = slots[slot].connection else {
      if port.callEnded.load(ordering: .acquiring) { free(slot) }
      return
    }
    // Read before the ring: what the call pushed last it pushed before it ended.
    let hasEnded = port.callEnded.load(ordering: .acquiring)
    var isBlocked = false
    while !isBlocked,
      port.outbound.withNext({ _, message in
        switch loop?.write(message, to: connection.id) {
        case .written: return true
        case .wouldBlock:
          isBlocked = true
          return false
        case .closed, nil: return true
        }
      })
    {}
    if hasEnded, !isBlocked || port.hasStalled {
      connection.phase = .closing
      loop?.close(connection.id, code: 1000, reason: "the call is over")
      slots[slot].connection = nil
      free(slot)
    }
  }

  private func closeSilentSockets(at now: MediaTime) {
    for connection in waiting.values {
      let limit = connection.hasGreeted ? context.options.startTimeout : context.options.greetingTimeout
      guard now - connection.openedAt > limit else { continue }
      waiting[ObjectIdentifier(connection)] = nil
      context.counters.silentSockets.add(1, ordering: .relaxed)
      refuse(connection, code: 1002, reason: "no start message came")
    }
  }
}

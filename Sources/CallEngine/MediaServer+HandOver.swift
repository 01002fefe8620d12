internal import Audio
internal import CallCore
internal import Networking
internal import Synchronization
internal import Wire

// A call whose newer stream came in on another loop: it moves there, with its slot.
extension MediaServer {
  /// Asks the loop that serves a call to hand it over.
  func askFor(
    _ place: CallDirectory.Place, _ start: TelnyxStart, _ format: CallFormat, _ connection: MediaConnection
  ) {
    connection.phase = .takingOver
    takingOver[ObjectIdentifier(connection)] = connection
    links[place.loop].post(
      .wanted(
        .init(
          slot: place.slot, loop: link.index, connection: ObjectIdentifier(connection), start: start,
          format: format)))
  }

  func receive(_ letter: LoopMail) {
    switch letter {
    case .wanted(let wanted): handOver(wanted)
    case .handedOver(let wanted, let port, let chunkBase): takeIn(wanted, port, chunkBase: chunkBase)
    }
  }

  private func handOver(_ wanted: LoopMail.HandOver) {
    let slot = slots[wanted.slot]
    guard let port = slot.port, let old = slot.connection,
      slot.controlID == wanted.start.callControlID.lowercased(), !port.callEnded.load(ordering: .acquiring)
    else { return links[wanted.loop].post(.handedOver(wanted, port: nil, chunkBase: 0)) }
    old.phase = .closing
    loop?.close(old.id, code: 1000, reason: "replaced by a newer stream")
    guard port.format == wanted.format else {
      slots[wanted.slot].connection = nil
      port.post(.connectionLost)
      return links[wanted.loop].post(.handedOver(wanted, port: nil, chunkBase: 0))
    }
    slots[wanted.slot] = Slot()
    directory.set(.init(slot: wanted.slot, loop: wanted.loop), of: slot.controlID)
    port.move(toLoop: wanted.loop)
    links[wanted.loop].post(.handedOver(wanted, port: port, chunkBase: slot.chunkBase))
  }

  private func takeIn(_ wanted: LoopMail.HandOver, _ port: CallPort?, chunkBase: Int64) {
    let connection = takingOver.removeValue(forKey: wanted.connection)
    guard let port else {
      guard let connection else { return }
      return begin(wanted.start, wanted.format, on: connection)
    }
    slots[wanted.slot] = Slot(
      port: port, connection: connection, controlID: wanted.start.callControlID.lowercased(),
      chunkBase: chunkBase &+ 1 << 32)
    guard let connection else { return port.post(.connectionLost) }
    leavePlace(of: connection)
    connection.phase = .live(port)
    port.post(.streamReplaced)
    // What the call said while it was on its way.
    flush(wanted.slot)
  }
}

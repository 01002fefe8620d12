internal import CWebSockets

extension LoopCore {
  // MARK: In

  /// A message, or a part of one. One that came whole is handed on where the library left it.
  func received(_ bytes: UnsafeRawBufferPointer, _ socket: WebSocketHandle) -> Int32 {
    ready &+= 1
    guard let index = index(of: socket), slots[index].phase == .open, let connection = slots[index].connection
    else { return 0 }
    slots[index].wasHeard = true
    let held = slots[index].fragments.count
    let limit = slots[index].maxMessageBytes
    guard held &+ bytes.count <= limit, socket.remainingInFrame <= limit &- held &- bytes.count
    else { return refuseMessage(index, socket) }

    let isFinal = socket.isFinalFragment
    if isFinal, held == 0, socket.isFirstFragment {
      deliver(unsafe bytes.bindMemory(to: UInt8.self).span, socket, connection)
      return 0
    }
    unsafe slots[index].fragments.append(contentsOf: bytes)
    guard isFinal else { return 0 }
    let message = slots[index].fragments
    slots[index].fragments = []
    deliver(message.span, socket, connection)
    return 0
  }

  private func deliver(_ message: Span<UInt8>, _ socket: WebSocketHandle, _ connection: AnyObject) {
    MediaLoopCounters.add(1, to: counters.messagesIn)
    events?.received(socket.isBinary ? .binary : .text, message, on: connection)
  }

  /// 1009: a message too big to process (RFC 6455 §7.4.1).
  private func refuseMessage(_ index: Int, _ socket: WebSocketHandle) -> Int32 {
    if let connection = slots[index].connection { events?.refusedMessage(connection) }
    slots[index].phase = .closing
    slots[index].closeCode = 1009
    slots[index].fragments = []
    slots[index].closeReason = "message too long"
    // Not by ending this callback with -1: the library would go on to fill the buffer of this frame beyond its end.
    needsWholeTurn = true
    socket.askForRoom()
    socket.kill(afterSeconds: 5)
    return 0
  }

  // MARK: Out

  /// Loop thread only.
  func write(_ message: Span<UInt8>, to id: ConnectionID, as kind: MessageKind) -> WriteResult {
    assert(isOnThread)
    guard let index = slots.open(id), let socket = slots[index].socket else { return .closed }
    guard !socket.isBuffering else {
      slots[index].awaitsRoom = true
      needsWholeTurn = true
      socket.askForRoom()
      MediaLoopCounters.add(1, to: counters.blockedWrites)
      return .wouldBlock
    }
    buffer.fill(message)
    let type = kind == .text ? LWS_WRITE_TEXT : LWS_WRITE_BINARY
    guard unsafe socket.write(buffer.payload, count: message.count, as: type) else {
      slots[index].phase = .closing
      needsWholeTurn = true
      socket.kill()
      return .closed
    }
    MediaLoopCounters.add(1, to: counters.messagesOut)
    return .written
  }

  /// Loop thread only.
  func close(_ id: ConnectionID, code: Int, reason: String) {
    assert(isOnThread)
    guard let index = slots.open(id), let socket = slots[index].socket else { return }
    slots[index].phase = .closing
    slots[index].closeCode = code
    slots[index].closeReason = reason
    slots[index].fragments = []
    needsWholeTurn = true
    socket.askForRoom()
    // A peer that does not read never makes room for the close frame.
    socket.kill(afterSeconds: 5)
  }
}

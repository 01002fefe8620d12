internal import CWebSockets

extension LoopCore {
  /// The mark of an accepted socket that has not upgraded; others are an index plus one.
  static let handshakeMark = Int.max

  /// The place of a socket that has one.
  func index(of socket: WebSocketHandle) -> Int? {
    let mark = socket.mark
    return mark > 0 && mark <= slots.endIndex ? mark - 1 : nil
  }

  /// Answers 0, or -1 to have the library close the socket.
  func handle(_ event: LoopEvent, _ socket: WebSocketHandle, _ input: UnsafeRawBufferPointer) -> Int32 {
    switch event {
    case .message: return unsafe received(input, socket)
    case .room: return hasRoom(socket)
    case .pong: heard(socket)
    case .acceptable: acceptWaiting()
    case .upgradeAsked: return upgradeAsked(socket)
    case .plainRequest: return plainRequest(socket)
    case .opened: return opened(socket)
    case .connecting: return unsafe appendHeaders(socket, input)
    case .connectFailed: unsafe connectFailed(socket, input)
    case .answered: answered(socket)
    case .peerCloses: unsafe peerCloses(socket, input)
    case .closed, .destroyed: wentAway(socket)
    case .unwanted: return -1
    }
    return 0
  }

  private func heard(_ socket: WebSocketHandle) {
    ready &+= 1
    if let index = index(of: socket) { slots[index].wasHeard = true }
  }

  /// Nothing of ours is buffered: a close that waited for this can be sent, a user that waited can write.
  private func hasRoom(_ socket: WebSocketHandle) -> Int32 {
    ready &+= 1
    guard let index = index(of: socket) else { return 0 }
    switch slots[index].phase {
    case .closing:
      // Set only now: the library keeps the text where it also keeps a ping that waits for its pong.
      socket.prepareClose(code: slots[index].closeCode ?? 1000, reason: slots[index].closeReason)
      return -1
    case .open:
      guard slots[index].awaitsRoom, let connection = slots[index].connection else { return 0 }
      slots[index].awaitsRoom = false
      events?.writable(connection)
      return 0
    case .free, .connecting: return 0
    }
  }

  /// Remembers the peer's close code; the library answers the close itself.
  private func peerCloses(_ socket: WebSocketHandle, _ input: UnsafeRawBufferPointer) {
    ready &+= 1
    guard let index = index(of: socket), slots[index].phase == .open else { return }
    slots[index].phase = .closing
    slots[index].closeCode = unsafe input.count >= 2 ? Int(input[0]) << 8 | Int(input[1]) : 1005
    if let connection = slots[index].connection, input.count > 2 {
      events?.peerCloses(connection, reason: unsafe String(decoding: input.dropFirst(2), as: UTF8.self))
    }
  }

  private func wentAway(_ socket: WebSocketHandle) {
    let mark = socket.mark
    guard mark != 0 else { return }
    socket.mark = 0
    ready &+= 1
    if mark == Self.handshakeMark {
      MediaLoopCounters.add(-1, to: counters.handshakes)
    } else if mark > 0, mark <= slots.endIndex {
      ended(mark - 1)
    }
  }

  /// Gives the place back and tells the handler, once.
  func ended(_ index: Int) {
    let slot = slots[index]
    guard slot.phase != .free else { return }
    slots.release(index)
    if let connection = slot.connection {
      MediaLoopCounters.add(-1, to: counters.open)
      events?.closed(connection, code: slot.closeCode)
    } else if let request = slot.outgoing {
      fail(request, status: nil, reason: "closed before the upgrade")
    }
  }

  func fail(_ request: OutgoingRequest, status: Int?, reason: String) {
    failures.append(ConnectFailure(tag: request.tag, status: status, reason: reason))
  }

  func deliverFailures() {
    guard !failures.isEmpty else { return }
    let failed = failures
    failures.removeAll()
    for failure in failed { events?.connectFailed(failure) }
  }
}

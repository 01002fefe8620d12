internal import Audio

extension SocketDriver {
  // MARK: Out

  func send(_ message: SocketSession.Message, on session: SocketSession, at now: MediaTime) {
    session.put(message)
    flush(session, at: now)
  }

  /// Writes what waits, as far as the peer reads.
  func flush(_ session: SocketSession, at now: MediaTime) {
    guard case .open(let id) = session.stage, let core else { return }
    while let message = session.next {
      switch core.write(message.bytes.span, to: id, as: message.kind) {
      case .written: session.advance()
      case .wouldBlock, .closed: return
      }
    }
    if let goodbye = session.goodbye { sayGoodbye(session, id, goodbye.code, goodbye.reason, now) }
  }

  func writable(_ connection: AnyObject) {
    if let session = connection as? SocketSession { flush(session, at: MonotonicClock.now) }
  }

  func close(_ session: SocketSession, _ code: Int, _ reason: String, at now: MediaTime) {
    guard case .open = session.stage else {
      return drop(session, .closed(code: code, reason: reason))
    }
    session.goodbye = (code, reason)
    set(session, due: now + Self.closePatience)
    flush(session, at: now)
  }

  private func sayGoodbye(
    _ session: SocketSession, _ id: ConnectionID, _ code: Int, _ reason: String, _ now: MediaTime
  ) {
    session.stage = .closing
    session.goodbye = (code, reason)
    set(session, due: now + Self.closePatience)
    core?.close(id, code: code, reason: reason)
  }

  // MARK: In

  func received(_ kind: MessageKind, _ message: Span<UInt8>, on connection: AnyObject) {
    guard let session = connection as? SocketSession, case .open(let id) = session.stage else { return }
    let bytes = [UInt8](capacity: message.count) { output in
      for index in message.indices { output.append(message[index]) }
    }
    guard kind == .text else { return session.deliver(.binary(bytes)) }
    guard (try? UTF8Span(validating: message)) != nil else {
      core?.close(id, code: 1007, reason: "not UTF-8")
      remove(session)
      return session.end(.failed(WebSocketFailure(.broken, reason: "a text message is not UTF-8")))
    }
    session.deliver(.text(bytes))
  }

  func refusedMessage(_ connection: AnyObject) {
    guard let session = connection as? SocketSession else { return }
    let limit = session.request.maxMessageBytes
    remove(session)
    session.end(.failed(WebSocketFailure(.tooLarge, reason: "a message longer than \(limit) bytes")))
  }

  func peerCloses(_ connection: AnyObject, reason: String) {
    (connection as? SocketSession)?.peerReason = reason
  }

  func closed(_ connection: AnyObject, code: Int?) {
    guard let session = connection as? SocketSession else { return }
    remove(session)
    if endsWithLoop { return session.end(.failed(WebSocketFailure(.stopped))) }
    guard let code else {
      return session.end(.failed(WebSocketFailure(.broken, reason: "the connection was cut")))
    }
    let reason = session.peerReason.isEmpty ? session.goodbye?.reason ?? "" : session.peerReason
    session.end(.closed(code: code == 1005 ? nil : code, reason: reason))
  }
}

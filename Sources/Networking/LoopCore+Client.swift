internal import CWebSockets

extension LoopCore {
  /// Loop thread only. What goes wrong is told later, through `connectFailed`.
  func connect(_ request: OutgoingRequest) {
    assert(isOnThread)
    guard HeaderRules.areSendable(request.headers) else {
      return fail(request, status: nil, reason: "a header is malformed")
    }
    guard let context, let index = slots.take(.connecting) else {
      return fail(
        request, status: nil, reason: context == nil ? "the loop has stopped" : "too many connections")
    }
    slots[index].outgoing = request
    guard let socket = context.connect(request, trusting: options.trust, mark: index + 1) else {
      // Unless a callback has told already.
      if slots[index].phase == .connecting, slots[index].socket == nil { giveUp(index, nil, "no connection") }
      return
    }
    if slots[index].phase == .connecting { slots[index].socket = socket }
  }

  /// Loop thread only. Gives up a connection that is not open yet; `connectFailed` follows.
  func giveUp(tag: Int) {
    assert(isOnThread)
    for index in 0..<slots.endIndex
    where slots[index].phase == .connecting && slots[index].outgoing?.tag == tag {
      slots[index].socket?.kill()
    }
  }

  /// The library has the peer's response to an upgrade, and is content with it.
  func answered(_ socket: WebSocketHandle) {
    guard let index = index(of: socket), let request = slots[index].outgoing else { return }
    events?.answered(request.tag, headers: socket.headers(request.wantedHeaders))
  }

  /// The library composes its request: our headers go behind its own.
  func appendHeaders(_ socket: WebSocketHandle, _ input: UnsafeRawBufferPointer) -> Int32 {
    guard let index = index(of: socket), let request = slots[index].outgoing else { return 0 }
    let lines = request.headerLines
    guard lines.count < input.count else { return -1 }
    // The input is the address of the cursor, its length the room behind the cursor.
    guard let address = input.baseAddress else { return -1 }
    let cursor = unsafe UnsafeMutableRawPointer(mutating: address)
      .assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self)
    guard let start = unsafe cursor.pointee else { return -1 }
    unsafe lines.withUnsafeBufferPointer { source in
      if let from = source.baseAddress { unsafe start.update(from: from, count: source.count) }
    }
    unsafe cursor.pointee = start + lines.count
    return 0
  }

  func openedOutgoing(_ index: Int, _ socket: WebSocketHandle) -> Int32 {
    guard let asked = slots[index].outgoing else { return -1 }
    slots[index].outgoing = nil
    slots[index].maxMessageBytes = asked.maxMessageBytes ?? options.maxMessageBytes
    let target = asked.url.target.prefix { $0 != "?" }
    let request = UpgradeRequest(
      path: String(target), host: asked.url.host, remoteAddress: socket.remoteAddress, tag: asked.tag)
    return enter(index, socket, request)
  }

  /// The library's word that a connection did not come about.
  func connectFailed(_ socket: WebSocketHandle, _ input: UnsafeRawBufferPointer) {
    ready &+= 1
    guard let index = index(of: socket) else { return }
    let reason = unsafe String(decoding: input.prefix { $0 != 0 }, as: UTF8.self)
    socket.mark = 0
    let status = socket.responseStatus
    let headers = status.map { _ in socket.headers(slots[index].outgoing?.wantedHeaders ?? []) }
    giveUp(
      index, status, reason.isEmpty ? "no connection" : reason, socket.certificateFlaw, headers ?? [:])
  }

  private func giveUp(
    _ index: Int, _ status: Int?, _ reason: String, _ flaw: String? = nil, _ headers: [String: String] = [:]
  ) {
    guard slots[index].phase == .connecting, let request = slots[index].outgoing else { return }
    slots.release(index)
    failures.append(
      ConnectFailure(
        tag: request.tag, status: status, reason: reason, certificateFlaw: flaw, headers: headers))
  }
}

internal import CWebSockets
internal import Glibc
internal import Synchronization

extension LoopCore {
  /// How many sockets one turn accepts: the others are not to wait for a flood.
  private static let acceptsPerTurn = 256

  /// Takes in the sockets that wait at the listener.
  func acceptWaiting() {
    guard let listener, let context else { return }
    for _ in 0..<Self.acceptsPerTurn {
      switch listener.accept() {
      case .none: return
      case .turnedAway: MediaLoopCounters.add(1, to: counters.unheard)
      case .socket(let descriptor): take(descriptor, into: context)
      }
    }
  }

  private func take(_ descriptor: Int32, into context: LoopContext) {
    ready &+= 1
    MediaLoopCounters.add(1, to: counters.accepted)
    guard counters.handshakes.load(ordering: .relaxed) < handshakeLimit else {
      _ = Glibc.close(descriptor)
      MediaLoopCounters.add(1, to: counters.unheard)
      return
    }
    guard let socket = context.adopt(descriptor) else { return }
    socket.mark = Self.handshakeMark
    MediaLoopCounters.add(1, to: counters.handshakes)
  }

  /// Decides on a request for an upgrade, with everything checked that the library would only hang up for.
  func upgradeAsked(_ socket: WebSocketHandle) -> Int32 {
    ready &+= 1
    admitted = nil
    if let (status, reason) = flaw(in: socket) { return refuse(socket, status, reason) }
    guard counters.open.load(ordering: .relaxed) < options.maxConnections, slots.count < slots.capacity else {
      return refuse(socket, 503, "too many connections")
    }
    let request = upgradeRequest(from: socket)
    switch events?.admit(request) ?? .refuse(status: 503, reason: "stopping") {
    case .accept:
      admitted = request
      return 0
    case .refuse(let status, let reason): return refuse(socket, status, reason)
    }
  }

  /// What makes a request no WebSocket handshake (RFC 6455 §4.2.1).
  private func flaw(in socket: WebSocketHandle) -> (Int, String)? {
    guard socket.header(WSI_TOKEN_UPGRADE).lowercased() == "websocket", socket.has(WSI_TOKEN_GET_URI) else {
      return (426, "only WebSocket is spoken here")
    }
    let connection = socket.header(WSI_TOKEN_CONNECTION).lowercased()
    guard connection.utf8.count < 120,
      connection.split(separator: ",").contains(where: { $0.filter { $0 != " " } == "upgrade" })
    else { return (400, "the connection header does not ask for an upgrade") }
    guard socket.header(WSI_TOKEN_VERSION) == "13" else { return (426, "only version 13 is spoken here") }
    let key = socket.header(WSI_TOKEN_KEY)
    guard key.utf8.count == 24 else { return (400, "sec-websocket-key is missing or not 16 bytes in base64") }
    guard socket.has(WSI_TOKEN_HOST) else { return (400, "the host header is missing") }
    return offeredProtocolFlaw(socket)
  }

  /// The first of the subprotocols that a peer offers is selected; none has a meaning here.
  private func offeredProtocolFlaw(_ socket: WebSocketHandle) -> (Int, String)? {
    guard socket.has(WSI_TOKEN_PROTOCOL) else { return nil }
    let offered = socket.header(WSI_TOKEN_PROTOCOL)
    let first = offered.split(separator: ",").first.map { $0.drop { $0 == " " }.prefix { $0 != " " } }
    guard let first, offered.utf8.count < 120, context?.offerProtocol(first) == true else {
      return (400, "the offered subprotocols are malformed or too long")
    }
    return nil
  }

  private func upgradeRequest(from socket: WebSocketHandle) -> UpgradeRequest {
    var query: [String: String] = [:]
    for part in socket.queryParts {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0])
      if query[name] == nil { query[name] = pair.count > 1 ? String(pair[1]) : "" }
    }
    return UpgradeRequest(
      path: socket.header(WSI_TOKEN_GET_URI), query: query, host: socket.header(WSI_TOKEN_HOST),
      userAgent: socket.header(WSI_TOKEN_HTTP_USER_AGENT),
      authToken: socket.header(named: "x-telnyx-streaming-auth-token:"), remoteAddress: socket.remoteAddress)
  }

  /// Any request that does not ask for an upgrade.
  func plainRequest(_ socket: WebSocketHandle) -> Int32 {
    ready &+= 1
    return refuse(socket, 426, "only WebSocket is spoken here")
  }

  /// Answers with an error and has the library close the socket.
  private func refuse(_ socket: WebSocketHandle, _ status: Int, _ reason: String) -> Int32 {
    MediaLoopCounters.add(1, to: counters.refused)
    let response = HTTPRefusal(status: status, reason: reason).bytes
    buffer.fill(response.span)
    _ = unsafe socket.write(buffer.payload, count: response.count, as: LWS_WRITE_HTTP_HEADERS)
    return -1
  }

  /// A connection is open, on either side.
  func opened(_ socket: WebSocketHandle) -> Int32 {
    ready &+= 1
    if let index = index(of: socket) { return openedOutgoing(index, socket) }
    guard let request = admitted, let index = slots.take(.open) else { return -1 }
    admitted = nil
    slots[index].maxMessageBytes = options.maxMessageBytes
    if socket.mark == Self.handshakeMark { MediaLoopCounters.add(-1, to: counters.handshakes) }
    socket.mark = index + 1
    return enter(index, socket, request)
  }

  func enter(_ index: Int, _ socket: WebSocketHandle, _ request: UpgradeRequest) -> Int32 {
    slots[index].phase = .open
    slots[index].socket = socket
    watch(socket)
    MediaLoopCounters.add(1, to: counters.open)
    guard let events else { return -1 }
    slots[index].connection = events.opened(slots.id(index), request)
    return 0
  }
}

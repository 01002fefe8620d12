internal import Audio

/// One WebSocket on the loop's thread, from `open` to its last event.
///
/// Sound as `Sendable`: made by whoever opens, touched by the WebSocket thread alone once it was posted.
final class SocketSession: @unchecked Sendable {
  enum Stage {
    case waiting
    case connecting
    case open(ConnectionID)
    case closing
    case ended
  }

  struct Message {
    let bytes: [UInt8]
    let kind: MessageKind
  }

  let request: WebSocketRequest
  let exchange: WebSocketExchange
  private let events: @Sendable (WebSocketEvent) -> Void

  var stage = Stage.waiting
  var url: WebSocketURL?
  /// The proxy's place, and who we are to it (`user:password@` or nothing).
  var proxy: (url: WebSocketURL, user: String)?
  /// Numeric addresses not tried yet.
  var addresses: [String] = []
  /// Of the attempt under way.
  var tag = 0
  /// The socket must be open by then.
  var openBy = MediaTime.distantFuture
  /// When the loop looks at this session next.
  var due = MediaTime.distantFuture
  /// The earliest instant that the driver will look at it.
  var armed = MediaTime.distantFuture
  var lastHeard = MediaTime.zero
  private var outbox: [Message] = []
  private var sent = 0
  /// What to close with once everything is sent.
  var goodbye: (code: Int, reason: String)?
  var peerReason = ""

  init(
    _ request: WebSocketRequest, _ exchange: WebSocketExchange,
    events: @escaping @Sendable (WebSocketEvent) -> Void
  ) {
    self.request = request
    self.exchange = exchange
    self.events = events
  }

  var number: Int { exchange.number }

  func deliver(_ event: WebSocketEvent) {
    guard !exchange.isCancelled else { return }
    events(event)
  }

  /// The last event, once.
  func end(_ event: WebSocketEvent) {
    if case .ended = stage { return }
    stage = .ended
    exchange.end()
    outbox = []
    deliver(event)
  }

  // MARK: What waits to be sent

  func put(_ message: Message) { outbox.append(message) }
  var next: Message? { sent < outbox.count ? outbox[sent] : nil }

  /// The first message is on its way.
  func advance() {
    exchange.wrote(outbox[sent].bytes.count)
    sent += 1
    if sent == outbox.count {
      outbox.removeAll(keepingCapacity: sent <= 64)
      sent = 0
    } else if sent >= 256 {
      outbox.removeFirst(sent)
      sent = 0
    }
  }
}

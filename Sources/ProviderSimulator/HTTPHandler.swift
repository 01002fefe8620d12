import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Requests in, each to its vendor; or the connection becomes a WebSocket.
final class HTTPHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart

  private static let largestBody = 4 << 20
  private let connection: Connection
  private let router: Router
  private var request: SimulatedRequest?
  private var exchange: HTTPExchange?

  init(connection: Connection) {
    self.connection = connection
    router = Router(connection: connection)
  }

  func channelActive(context: ChannelHandlerContext) { context.fireChannelActive() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): request = SimulatedRequest(head)
    case .body(let buffer):
      request?.body += Array(buffer: buffer)
      if let request, request.body.count > Self.largestBody {
        connection.write(
          HTTPText.whole(413, type: "text/plain", headers: [("Connection", "close")], body: []))
        connection.close()
        self.request = nil
      }
    case .end:
      guard let request else { return }
      self.request = nil
      take(request, context)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    exchange?.cancel()
    connection.closed()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { connection.abort() }

  private func take(_ request: SimulatedRequest, _ context: ChannelHandlerContext) {
    let exchange = HTTPExchange(connection: connection, request: request)
    self.exchange = exchange
    guard request.wantsWebSocket, let key = request.header("sec-websocket-key") else {
      return router.answer(exchange)
    }
    router.upgrade(exchange) { [self] peer in becomeWebSocket(key: key, peer, context) }
  }

  private func becomeWebSocket(key: String, _ peer: any WebSocketPeer, _ context: ChannelHandlerContext) {
    let accept = WebSocketHandshake.accept(key: key)
    let handler = WebSocketHandler(connection: connection, peer: peer)
    let connection = connection
    let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 20))
    do {
      try context.pipeline.syncOperations.addHandlers([decoder, handler], position: .after(self))
      let requests = try context.pipeline.syncOperations.handler(
        type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      exchange = nil
      let opened = NIOLoopBound(
        {
          connection.write(
            HTTPText.head(
              101, [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)]))
          peer.opened()
        }, eventLoop: connection.channel.eventLoop)
      context.pipeline.syncOperations.removeHandler(requests).whenComplete { _ in opened.value() }
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } catch {
      connection.abort()
    }
  }
}

extension HTTPHandler: RemovableChannelHandler {}

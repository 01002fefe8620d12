import NIOCore
import NIOWebSocket

/// Frames in, messages to the vendor's end.
final class WebSocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame

  private static let largestMessage = 1 << 20
  private let connection: Connection
  private let peer: any WebSocketPeer
  private var isText = false
  private var message: [UInt8] = []

  init(connection: Connection, peer: any WebSocketPeer) {
    self.connection = connection
    self.peer = peer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    let bytes = Array(buffer: frame.unmaskedData)
    guard frame.maskKey != nil else { return fail(1002, "a client's frames are masked") }
    switch frame.opcode {
    case .text, .binary:
      isText = frame.opcode == .text
      message = bytes
    case .continuation: message += bytes
    case .ping: return connection.write(WebSocketFraming.frame(.pong, bytes))
    case .connectionClose:
      connection.write(WebSocketFraming.frame(.close, Array(bytes.prefix(2))))
      return connection.close()
    default: return
    }
    guard message.count <= Self.largestMessage else { return fail(1009, "the message is too big") }
    guard frame.fin else { return }
    let whole = message
    message = []
    if isText {
      guard let text = String(validating: whole, as: UTF8.self) else {
        return fail(1007, "this is not UTF-8")
      }
      peer.received(text: text)
    } else {
      peer.received(binary: whole)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    peer.closed()
    connection.closed()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { connection.abort() }

  private func fail(_ code: Int, _ reason: String) {
    connection.write(WebSocketFraming.close(code: code, reason: reason))
    connection.close()
  }
}

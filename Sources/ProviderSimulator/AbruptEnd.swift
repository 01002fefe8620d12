import Glibc
import NIOCore

/// Sits beneath TLS and ends the connection without its goodbye.
final class AbruptEnd: ChannelOutboundHandler {
  typealias OutboundIn = ByteBuffer

  /// Asks for it: with a reset, or with a plain end of the stream.
  struct Request: Sendable { var isReset: Bool }

  func triggerUserOutboundEvent(
    context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
  ) {
    guard let request = event as? Request else {
      return context.triggerUserOutboundEvent(event, promise: promise)
    }
    if request.isReset, let provider = context.channel as? any SocketOptionProvider {
      _ = provider.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }
    context.close(promise: promise)
  }
}

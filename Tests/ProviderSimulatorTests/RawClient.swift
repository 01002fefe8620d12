import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TLS connection on which a test writes and reads plain bytes.
final class RawClient: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var isClosed = false
    var problem: String?
  }

  private final class Reader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let client: RawClient

    init(_ client: RawClient) { self.client = client }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let bytes = Array(buffer: unwrapInboundIn(data))
      client.state.withLock { $0.bytes += bytes }
    }
    func channelInactive(context: ChannelHandlerContext) { client.state.withLock { $0.isClosed = true } }
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      client.state.withLock { $0.problem = $0.problem ?? "\(error)" }
      context.close(promise: nil)
    }
  }

  private let state = Mutex(State())
  private let channel = Mutex<(any Channel)?>(nil)

  /// - Parameter authority: the PEM file that is trusted.
  init(port: Int, authority: String) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .file(authority)
    let tls = try NIOSSLContext(configuration: configuration)
    let made = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = try NIOSSLClientHandler(context: tls, serverHostname: "localhost")
          try channel.pipeline.syncOperations.addHandlers([handler, Reader(self)])
        }
      }
      .connect(host: "127.0.0.1", port: port)
    do {
      let open = try made.wait()
      channel.withLock { $0 = open }
    } catch {
      // A reset can come before the connection is told to be there.
      state.withLock { ($0.isClosed, $0.problem) = (true, "\(error)") }
    }
  }

  deinit { close() }

  func close() { channel.withLock { $0?.close(promise: nil) } }

  func write(_ bytes: [UInt8]) {
    channel.withLock { channel in
      guard let channel else { return }
      channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  var isClosed: Bool { state.withLock { $0.isClosed } }
  var problem: String? { state.withLock { $0.problem } }
  var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
  var bytes: [UInt8] { state.withLock { $0.bytes } }

  /// Waits until the condition holds or the connection has ended; false when neither came.
  @discardableResult
  func wait(seconds: Double = 5, _ condition: (String) -> Bool = { _ in false }) async -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isClosed || condition(text) { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  func post(_ path: String, _ json: String, _ headers: [String] = []) {
    let lines = ["POST \(path) HTTP/1.1", "Host: localhost", "Content-Length: \(json.utf8.count)"] + headers
    write(lines.joined(separator: "\r\n") + "\r\n\r\n" + json)
  }

  func get(_ path: String, _ headers: [String] = []) {
    write((["GET \(path) HTTP/1.1", "Host: localhost"] + headers).joined(separator: "\r\n") + "\r\n\r\n")
  }

  func upgrade(_ path: String, _ headers: [String]) {
    get(
      path,
      headers + [
        "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ])
  }

  /// A WebSocket message, masked with zeros.
  func message(_ text: String) {
    let bytes = Array(text.utf8)
    let length =
      bytes.count < 126
      ? [0x80 | UInt8(bytes.count)] : [0xFE, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)]
    write([0x81] + length + [0, 0, 0, 0] + bytes)
  }
}

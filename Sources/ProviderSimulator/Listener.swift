import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import NIOTLS

/// Opens ports and sets up what is accepted there.
struct Listener: Sendable {
  let context: SimulatorContext
  let good: NIOSSLContext
  let expired: NIOSSLContext?
  let group: MultiThreadedEventLoopGroup
  let host: String
  let speaksHTTP2: Bool

  func bind(port: Int, vendor: Vendor?, isExpired: Bool) throws -> any Channel {
    try ServerBootstrap(group: group)
      .serverChannelOption(ChannelOptions.backlog, value: 1024)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try accept(channel, vendor, isExpired: isExpired) }
      }
      .bind(host: host, port: port).wait()
  }

  private func accept(_ channel: any Channel, _ vendor: Vendor?, isExpired: Bool) throws {
    let fault = vendor.flatMap { context.faults.draw($0, .accept) }
    if let vendor, fault != nil { context.tally.count(vendor) { $0.faults += 1 } }
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(AbruptEnd())
    switch fault?.kind {
    case .refuse, .close:
      channel.eventLoop.execute {
        channel.triggerUserOutboundEvent(AbruptEnd.Request(isReset: fault?.kind == .refuse), promise: nil)
      }
      return
    // No handshake is ever answered.
    case .stall, .silence: return
    default: break
    }
    let isBad = isExpired || fault?.kind == .expiredCertificate
    try pipeline.addHandler(NIOSSLServerHandler(context: isBad ? expired ?? good : good))
    guard speaksHTTP2 else { return try speakHTTP1(on: channel, vendor) }
    try pipeline.addHandler(
      ApplicationProtocolNegotiationHandler { (result, channel: any Channel) in
        channel.eventLoop.makeCompletedFuture {
          guard case .negotiated("h2") = result else { return try speakHTTP1(on: channel, vendor) }
          var streams = NIOHTTP2Handler.StreamConfiguration()
          // As many as nghttp2 allows: 33 a second. The library's own 200 in 30 s are what its authors chose.
          streams.streamResetFrameRateLimit.maximumCount = 1_000
          _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: .init(), streamConfiguration: streams
          ) { stream in
            stream.eventLoop.makeCompletedFuture { try answer(on: stream, vendor) }
          }
        }
      })
  }

  private func speakHTTP1(on channel: any Channel, _ vendor: Vendor?) throws {
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)))
    let connection = Connection(channel: channel, context: context, portVendor: vendor)
    try pipeline.addHandler(HTTPHandler(connection: connection))
    connection.opened()
  }

  /// A stream of an HTTP/2 connection counts as a connection of its own, and its faults are its own.
  private func answer(on stream: any Channel, _ vendor: Vendor?) throws {
    let pipeline = stream.pipeline.syncOperations
    try pipeline.addHandlers([AbruptEnd(), HTTP2FramePayloadToHTTP1ServerCodec(), HTTPTextEncoder()])
    let connection = Connection(channel: stream, context: context, portVendor: vendor)
    try pipeline.addHandler(HTTPHandler(connection: connection))
    connection.opened()
  }
}

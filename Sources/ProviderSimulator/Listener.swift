import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Opens ports and sets up what is accepted there.
struct Listener: Sendable {
  let context: SimulatorContext
  let good: NIOSSLContext
  let expired: NIOSSLContext?
  let group: MultiThreadedEventLoopGroup
  let host: String

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
    let connection = Connection(channel: channel, context: context, portVendor: vendor)
    let isBad = isExpired || fault?.kind == .expiredCertificate
    try pipeline.addHandler(NIOSSLServerHandler(context: isBad ? expired ?? good : good))
    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)))
    try pipeline.addHandler(HTTPHandler(connection: connection))
    connection.opened()
  }
}

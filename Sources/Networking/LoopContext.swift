internal import Audio
internal import CPlatform
internal import CWebSockets
internal import Glibc
internal import Synchronization

/// A loop's context in the WebSocket library: made by whoever starts the loop, then used by the loop's thread
/// alone, except for `interrupt`, which any thread may call while the context lives.
///
/// Sound as `Sendable` for that reason.
@safe final class LoopContext: @unchecked Sendable {
  /// What one read of a connection may bring: ten caller messages. A message that fits comes in one piece.
  private static let readBytes = 4096
  /// The longest request with its headers: a token of 4000 characters and a URL of 2000 fit (Telnyx's
  /// limits).
  private static let headerBytes = 16_384

  /// The library counts its users of the TLS library without a lock.
  private static let setup = Mutex(())

  private let raw: OpaquePointer
  private let vhost: OpaquePointer
  /// For connections through a proxy; only where the options ask for it.
  private let proxied: OpaquePointer?
  private let protocols: UnsafeMutablePointer<lws_protocols>
  private let protocolName: UnsafeMutablePointer<CChar>
  private let alarm: UnsafeMutablePointer<lws_sorted_usec_list_t>
  private static let protocolNameCapacity = 64

  /// - Parameter user: the `LoopCore` that `loopCallback` is to find.
  init(_ options: MediaLoopOptions, user: UnsafeMutableRawPointer) throws(NetworkingError) {
    unsafe protocolName = .allocate(capacity: Self.protocolNameCapacity)
    unsafe protocolName.initialize(repeating: 0, count: Self.protocolNameCapacity)
    unsafe protocolName[0] = CChar(UInt8(ascii: "m"))
    unsafe protocols = .allocate(capacity: 2)
    unsafe protocols.initialize(repeating: lws_protocols(), count: 2)
    unsafe protocols[0].name = UnsafePointer(protocolName)
    unsafe protocols[0].callback = loopCallback
    unsafe protocols[0].rx_buffer_size = Self.readBytes
    unsafe protocols[0].tx_packet_size = 1 << 17
    unsafe alarm = .allocate(capacity: 1)
    unsafe alarm.initialize(to: lws_sorted_usec_list_t())

    var host: OpaquePointer?
    let table = unsafe protocols
    var made: OpaquePointer?
    var second: OpaquePointer?
    Self.setup.withLock { _ in unsafe made = Self.create(options, table, user, &host, &second) }
    guard let made = unsafe made, let host = unsafe host else {
      unsafe protocols.deallocate()
      unsafe protocolName.deallocate()
      unsafe alarm.deallocate()
      let words = NetworkingLog.lastLine
      throw options.identity == nil ? .setupFailed(words) : .certificateRefused(words)
    }
    unsafe raw = made
    unsafe vhost = host
    unsafe proxied = second
  }

  deinit {
    unsafe protocols.deallocate()
    unsafe protocolName.deallocate()
    unsafe alarm.deallocate()
  }

  private static func create(
    _ options: MediaLoopOptions, _ protocols: UnsafePointer<lws_protocols>, _ user: UnsafeMutableRawPointer,
    _ host: inout OpaquePointer?, _ second: inout OpaquePointer?
  ) -> OpaquePointer? {
    let authority: String? = if case .authority(let path) = options.trust { path } else { nil }
    return unsafe withCString(options.identity?.certificatePath) { certificate in
      unsafe withCString(options.identity?.keyPath) { key in
        unsafe withCString(authority) { authority in
          var settings = unsafe cws_settings(
            certificate: certificate, key: key, authority: authority,
            handshake_seconds: UInt32(clamping: max(1, options.handshakeTimeoutSeconds)),
            header_bytes: UInt32(headerBytes), buffer_bytes: UInt32(headerBytes), protocols: protocols,
            user: user)
          let context = unsafe cws_create(&settings, &host)
          if options.takesProxies, let context = unsafe context {
            unsafe second = cws_create_proxied(context, &settings)
          }
          return unsafe context
        }
      }
    }
  }

  private static func withCString<Result>(
    _ text: String?, _ body: (UnsafePointer<CChar>?) -> Result
  ) -> Result {
    guard let text else { return body(nil) }
    return unsafe text.withCString { unsafe body($0) }
  }

  /// Ends every connection, each with its last callback, and frees the library's part. Once, on the loop's
  /// thread.
  func destroy() {
    Self.setup.withLock { _ in unsafe lws_context_destroy(raw) }
  }

  // MARK: The loop's thread

  /// Serves what is ready, or first waits for something. Answers `false` when the library gave up.
  func service(waiting: Bool) -> Bool { unsafe lws_service(raw, waiting ? 0 : -1) >= 0 }

  /// Serves one socket that has something to read. Answers `false` when the library gave up.
  func serve(_ descriptor: Int32) -> Bool {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: Int16(POLLIN))
    return unsafe lws_service_fd(raw, &poll) >= 0
  }

  /// Ends a wait after `delay`; `nil`: no more.
  func setAlarm(after delay: MediaTime?) {
    let microseconds = delay.map { max(1, $0.nanoseconds / 1_000) } ?? -1
    unsafe lws_sul_schedule(raw, 0, alarm, { _ in }, microseconds)
  }

  /// Watches a listening socket, which the library closes in the end.
  func watch(_ descriptor: Int32) -> WebSocketHandle? {
    guard let socket = unsafe cws_watch(vhost, descriptor) else { return nil }
    return unsafe WebSocketHandle(socket)
  }

  /// Hands an accepted socket over; `nil` when the library closed it.
  func adopt(_ descriptor: Int32) -> WebSocketHandle? {
    guard let socket = unsafe lws_adopt_socket_vhost(vhost, descriptor) else { return nil }
    return unsafe WebSocketHandle(socket)
  }

  /// Starts a connection; `nil` when it failed at once. Name resolution blocks.
  func connect(
    _ request: OutgoingRequest, trusting trust: MediaLoopOptions.Trust, mark: Int
  ) -> WebSocketHandle? {
    guard let mark = unsafe UnsafeMutableRawPointer(bitPattern: mark) else { return nil }
    let url = request.url
    var vhost = unsafe vhost
    if let proxy = request.proxy {
      guard let proxied = unsafe proxied, unsafe cws_set_proxy(proxied, proxy) == 0 else { return nil }
      unsafe vhost = proxied
    }
    return unsafe (request.address ?? url.host).withCString { host in
      unsafe url.hostHeader.withCString { hostHeader in
        unsafe url.target.withCString { path in
          var target = unsafe cws_target(
            address: host, port: Int32(url.port), host_header: hostHeader, path: path,
            is_secure: url.isSecure ? 1 : 0, trusts_anything: trust == .anything ? 1 : 0, mark: mark)
          guard let socket = unsafe cws_connect(raw, vhost, &target) else { return nil }
          return unsafe WebSocketHandle(socket)
        }
      }
    }
  }

  /// Makes the library select this subprotocol for the request in hand. A peer that offers some has to be
  /// answered with one of them, and the library only selects a protocol of a name that it knows.
  func offerProtocol(_ name: Substring) -> Bool {
    let bytes = name.utf8
    guard !bytes.isEmpty, bytes.count < Self.protocolNameCapacity,
      bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return false }
    for (index, byte) in bytes.enumerated() { unsafe protocolName[index] = CChar(byte) }
    unsafe protocolName[bytes.count] = 0
    return true
  }

  // MARK: Any thread

  /// Ends a wait. The caller sees to it that the context still lives.
  func interrupt() { unsafe lws_cancel_service(raw) }
}

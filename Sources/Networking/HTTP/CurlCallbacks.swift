internal import CCurl
internal import Glibc

/// What curl calls while it performs.
///
/// Sound: `user` is the `HTTPTransfer` that the core keeps until curl has let go of the handle; `owner` is the
/// `CurlConnections` that outlives every connection.
enum CurlCallbacks {
  private static func transfer(_ user: UnsafeMutableRawPointer) -> HTTPTransfer {
    unsafe Unmanaged<HTTPTransfer>.fromOpaque(user).takeUnretainedValue()
  }

  private static func connections(_ owner: UnsafeMutableRawPointer) -> CurlConnections {
    unsafe Unmanaged<CurlConnections>.fromOpaque(owner).takeUnretainedValue()
  }

  /// A number other than that of the bytes ends the request.
  static func header(
    bytes: UnsafeMutablePointer<CChar>, size: Int, count: Int, user: UnsafeMutableRawPointer
  ) -> Int {
    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    let isWanted = unsafe transfer(user).take(header: line.bindMemory(to: UInt8.self).span)
    return isWanted ? line.count : line.count + 1
  }

  static func body(
    bytes: UnsafeMutablePointer<CChar>, size: Int, count: Int, user: UnsafeMutableRawPointer
  ) -> Int {
    let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    let isWanted = unsafe transfer(user).take(body: part.bindMemory(to: UInt8.self).span)
    return isWanted ? part.count : part.count + 1
  }

  static func ready(user: UnsafeMutableRawPointer, port: Int32) -> Int32 {
    unsafe transfer(user).connected(from: port) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
  }

  static func openSocket(
    owner: UnsafeMutableRawPointer, address: UnsafeMutablePointer<curl_sockaddr>
  ) -> curl_socket_t {
    let socket = unsafe ccurl_open_socket(address)
    if socket >= 0 { unsafe connections(owner).opened(socket) }
    return socket
  }

  static func closeSocket(owner: UnsafeMutableRawPointer, socket: curl_socket_t) -> Int32 {
    unsafe connections(owner).closed(socket)
    return Glibc.close(socket)
  }
}

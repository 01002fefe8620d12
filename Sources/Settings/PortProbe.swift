internal import Glibc

/// Tries whether a TCP port can be listened on, and lets it go again at once.
enum PortProbe {
  /// Why not; nil when it can.
  static func fault(host: String, port: Int) -> String? {
    if port == 0 { return nil }
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host, String(port), &hints, &found)
    guard code == 0, let address = unsafe found else {
      return "\(host): \(unsafe String(cString: gai_strerror(code)))"
    }
    defer { unsafe freeaddrinfo(address) }
    return unsafe listenFault(address.pointee)
  }

  /// `address` and what it points to live for the whole call: the caller frees them afterwards.
  private static func listenFault(_ address: addrinfo) -> String? {
    let descriptor = unsafe socket(address.ai_family, address.ai_socktype, address.ai_protocol)
    guard descriptor >= 0 else { return SystemReason.last }
    defer { close(descriptor) }
    // As servers do: ports of connections that are still fading away count as free.
    var yes: Int32 = 1
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard unsafe bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, 1) == 0 else {
      return SystemReason.last
    }
    return nil
  }

}

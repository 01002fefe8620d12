/// Why a loop could not start, or an address could not be used. Each case says what to mend.
public enum NetworkingError: Error, Equatable, Sendable {
  /// Another process listens on the port.
  case addressInUse(Int)
  /// The process may not listen on the port (below 1024, as a rule).
  case permissionDenied(Int)
  /// The machine has no such address, or the text is no numeric address; `code` is the system's errno.
  case addressUnavailable(String, code: Int)
  /// A certificate, key or authority file cannot be read.
  case unreadableFile(String)
  /// The TLS library refused the certificate or the key; the text is its last words.
  case certificateRefused(String)
  /// The WebSocket library could not be set up; the text is its last words.
  case setupFailed(String)
  /// The descriptor limit is too low for the connections asked for (`ulimit -n`).
  case descriptorLimit(needed: Int, available: Int)
  /// Not of the form `ws://host[:port][/path][?query]` or `wss://…`.
  case malformedURL(String)
  /// A loop starts once.
  case alreadyStarted
  /// The system has no thread left.
  case noThread(code: Int)
}

extension NetworkingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .addressInUse(let port): "port \(port) is in use by another process"
    case .permissionDenied(let port): "this process may not listen on port \(port)"
    case .addressUnavailable(let address, let code): "cannot listen on \"\(address)\" (errno \(code))"
    case .unreadableFile(let path): "cannot read \(path)"
    case .certificateRefused(let text): "the certificate or its key was refused: \(text)"
    case .setupFailed(let text): "the WebSocket library could not be set up: \(text)"
    case .descriptorLimit(let needed, let available):
      "\(needed) descriptors are needed and \(available) allowed: raise the limit (ulimit -n \(needed))"
    case .malformedURL(let text): "\"\(text)\" is not a ws:// or wss:// URL"
    case .alreadyStarted: "the loop was started before"
    case .noThread(let code): "no thread could be started (errno \(code))"
    }
  }
}

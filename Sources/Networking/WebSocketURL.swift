/// Where a WebSocket client connects to (RFC 6455 §3).
public struct WebSocketURL: Hashable, Sendable {
  /// `wss`: inside TLS.
  public let isSecure: Bool
  /// A name or a numeric address, an IPv6 one without its brackets.
  public let host: String
  public let port: Int
  /// Path and query as they go on the wire; begins with `/`.
  public let target: String

  /// Takes `ws://host[:port][/path][?query]` or `wss://…` apart.
  /// - Throws: `malformedURL`.
  public init(_ text: String) throws(NetworkingError) {
    try self.init(text, plain: "ws://", secure: "wss://")
  }

  /// The same for schemes that differ in nothing but the name.
  init(_ text: String, plain: String, secure: String) throws(NetworkingError) {
    guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { throw .malformedURL(text) }
    let rest: Substring
    if text.hasPrefix(secure) {
      isSecure = true
      rest = text.dropFirst(secure.count)
    } else if text.hasPrefix(plain) {
      isSecure = false
      rest = text.dropFirst(plain.count)
    } else {
      throw .malformedURL(text)
    }
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    guard let (host, port) = Self.hostAndPort(rest[..<end]) else { throw .malformedURL(text) }
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
    let path = rest[end...].prefix { $0 != "#" }
    target = path.hasPrefix("/") ? String(path) : "/" + path
  }

  /// The `host` header: the port only when it is not the scheme's own.
  var hostHeader: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  private static func hostAndPort(_ text: Substring) -> (String, Int?)? {
    guard !text.contains("@") else { return nil }
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return nil }
      let host = text[text.index(after: text.startIndex)..<close]
      return withPort(host, text[text.index(after: close)...])
    }
    let colon = text.firstIndex(of: ":") ?? text.endIndex
    return withPort(text[..<colon], text[colon...])
  }

  private static func withPort(_ host: Substring, _ suffix: Substring) -> (String, Int?)? {
    guard !host.isEmpty else { return nil }
    guard !suffix.isEmpty else { return (String(host), nil) }
    let digits = suffix.dropFirst()
    guard suffix.hasPrefix(":"), digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits),
      (1...65_535).contains(port)
    else { return nil }
    return (String(host), port)
  }
}

/// What headers of ours may look like on the wire.
enum HeaderRules {
  /// Whether every header can stand in a request: a token as name, no control characters in the value
  /// (RFC 9110 §5).
  static func areSendable(_ headers: [(String, String)]) -> Bool {
    headers.allSatisfy { name, value in
      !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
  }

  private static let framing: Set<String> = [
    "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer",
  ]

  /// Whether a header decides how the message is framed, which is the library's to say.
  static func isFraming(_ name: String) -> Bool { framing.contains(name.lowercased()) }

  /// Whether a header is part of a WebSocket's upgrade, which is the library's to compose.
  static func belongsToUpgrade(_ name: String) -> Bool {
    isFraming(name) || name.lowercased() == "host" || name.lowercased().hasPrefix("sec-websocket-")
  }

  /// What may follow a redirect to another origin.
  static let portable: Set<String> = ["accept", "content-type", "user-agent", "accept-language"]
}

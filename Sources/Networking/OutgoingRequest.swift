/// What a client asked for with `connect`, kept until the connection is open or has failed.
struct OutgoingRequest {
  let url: WebSocketURL
  let headers: [(String, String)]
  let tag: Int

  /// Whether every header can stand in a request: a token as name, no control characters in the value
  /// (RFC 9110 §5).
  var isSendable: Bool {
    headers.allSatisfy { name, value in
      !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
  }

  /// The headers as they go on the wire.
  var headerLines: [UInt8] {
    var lines: [UInt8] = []
    for (name, value) in headers {
      lines += name.utf8
      lines += ": ".utf8
      lines += value.utf8
      lines += "\r\n".utf8
    }
    return lines
  }
}

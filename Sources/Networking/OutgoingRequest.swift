/// What a client asked for with `connect`, kept until the connection is open or has failed.
struct OutgoingRequest {
  let url: WebSocketURL
  let headers: [(String, String)]
  let tag: Int

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

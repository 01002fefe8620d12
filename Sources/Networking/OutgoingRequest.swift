/// What a client asked for with `connect`, kept until the connection is open or has failed.
struct OutgoingRequest {
  let url: WebSocketURL
  let headers: [(String, String)]
  let tag: Int
  /// The numeric address to connect to; `nil`: the URL's host, resolved at once.
  var address: String?
  /// `[user:password@]address:port` of a proxy, its address numeric.
  var proxy: String?
  /// The longest message to take; `nil`: the loop's limit.
  var maxMessageBytes: Int?
  /// Headers of the response to tell of, in lower case.
  var wantedHeaders: [String] = []

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

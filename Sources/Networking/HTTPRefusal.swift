/// An HTTP error response with a short text body, after which the connection closes.
struct HTTPRefusal {
  let status: Int
  let reason: String

  var bytes: [UInt8] {
    let body = Array(reason.prefix(500).utf8) + [UInt8(ascii: "\n")]
    var lines = "HTTP/1.1 \(code) \(phrase)\r\ncontent-type: text/plain; charset=utf-8\r\n"
    lines += "content-length: \(body.count)\r\nconnection: close\r\n"
    if code == 426 { lines += "upgrade: websocket\r\nsec-websocket-version: 13\r\n" }
    if code == 503 { lines += "retry-after: 5\r\n" }
    return Array((lines + "\r\n").utf8) + body
  }

  /// An error status, whatever was asked for: anything else would leave the peer waiting.
  private var code: Int { (400...599).contains(status) ? status : 500 }

  /// RFC 9110 §15.
  private var phrase: String {
    switch code {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 426: "Upgrade Required"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: code < 500 ? "Refused" : "Unavailable"
    }
  }
}

/// HTTP/1.1 as a server writes it.
enum HTTPText {
  static func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(reason(status))\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    return Array((text + "\r\n").utf8)
  }

  static func whole(
    _ status: Int, type: String, headers: [(String, String)] = [], body: [UInt8]
  ) -> [UInt8] {
    head(status, [("Content-Type", type), ("Content-Length", "\(body.count)")] + headers) + body
  }

  static func chunk(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    return Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [13, 10]
  }

  static let lastChunk = Array("0\r\n\r\n".utf8)

  private static func reason(_ status: Int) -> String {
    switch status {
    case 101: "Switching Protocols"
    case 200: "OK"
    case 307: "Temporary Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 413: "Content Too Large"
    case 422: "Unprocessable Entity"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    case 529: "Overloaded"
    default: "Status \(status)"
    }
  }
}

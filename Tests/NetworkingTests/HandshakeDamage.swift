/// Handshakes with something wrong, from a seed.
struct HandshakeDamage {
  private var random: SeededBytes

  private static let pieces = [
    "%", "%2", "%00", "%zz", "..", "/../", "//", "?", "&", "=", "#", "\r\n", "\n", "\r", "\0", " ", "\t", ":",
    ",",
    "Upgrade: foo\r\n", "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n", "Content-Length: 10\r\n", "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Host: \r\n", "Sec-WebSocket-Key:\r\n", "Sec-WebSocket-Protocol: ,,\r\n",
    "Sec-WebSocket-Protocol: a b;c=\"d\r\n",
    "Sec-WebSocket-Extensions: ;;,\r\n", "Authorization: Basic x\r\n", "Cookie: a=b; c\r\n",
    "Range: bytes=0-\r\n",
    "Expect: 100-continue\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "CONNECT ", "OPTIONS * ", "HTTP/1.0",
    "HTTP/2",
    "X-Empty:\r\n", ":path: /\r\n", "x-telnyx-streaming-auth-token:\r\n", "Connect: x\r\n", "GET ",
  ]

  init(seed: UInt64) { random = SeededBytes(seed: seed) }

  private mutating func number(below limit: Int) -> Int {
    let bytes = random.take(4)
    return bytes.reduce(0) { $0 << 8 | Int($1) } % max(1, limit)
  }

  mutating func request() -> [UInt8] {
    var bytes = Array(
      RawPeer.handshake(
        "/media/telnyx/x%20y?a=b&c=%64", ["x-telnyx-streaming-auth-token: t", "User-Agent: u"]
      ).utf8)
    for _ in 0...number(below: 4) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = number(below: bytes.count)
    switch number(below: 6) {
    case 0: bytes[place] = random.take(1)[0]
    case 1: bytes[place] ^= 1 << UInt8(number(below: 8))
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + number(below: 40)))
    case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 200)], at: place)
    case 4:
      bytes.insert(contentsOf: [UInt8](repeating: random.take(1)[0], count: number(below: 5000)), at: place)
    default:
      bytes.insert(
        contentsOf: Self.pieces[number(below: Self.pieces.count)].utf8, at: lineStart(bytes, place))
    }
    if bytes.isEmpty { bytes = [0] }
  }

  /// Often the start of a line, where a piece makes a header of its own; else the place itself.
  private mutating func lineStart(_ bytes: [UInt8], _ place: Int) -> Int {
    guard number(below: 3) > 0 else { return place }
    return (bytes[..<place].lastIndex(of: 10) ?? -1) + 1
  }
}

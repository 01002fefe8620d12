/// The query of a URL, written part by part.
struct URLQuery {
  /// `?name=value&…`, or nothing.
  private(set) var text = ""

  mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    text += text.isEmpty ? "?" : "&"
    text += name + "=" + URLQuery.encoded(value)
  }

  mutating func add(_ name: String, _ value: Int?) { add(name, value.map { String($0) }) }
  mutating func add(_ name: String, _ value: Double?) { add(name, value.map { String($0) }) }
  mutating func add(_ name: String, _ value: Bool?) { add(name, value.map { $0 ? "true" : "false" }) }

  /// `value` with all but the unreserved characters (RFC 3986 §2.3) escaped; good for one path segment too.
  static func encoded(_ value: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

internal import Foundation
internal import Records

extension SettingKind {
  /// Reads a value as a person wrote it; nil when it is not `wanted`.
  func read(_ text: String) -> SettingValue? {
    switch self {
    case .integer(let range): Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .boolean: Self.boolean(text).map { .boolean($0) }
    case .choice(let words): words.contains(text) ? .text(text) : nil
    case .host: Self.isHost(text) ? .text(text) : nil
    case .path: Self.isPath(text) ? .text(text) : nil
    case .token(let length): Self.isToken(text, length: length) ? .text(text) : nil
    case .key: Self.isKey(text) ? .text(text) : nil
    case .duration(let seconds): Self.duration(text, within: seconds).map { .integer($0) }
    case .utcOffset: Self.minutesEast(text).map { .integer($0) }
    case .webSocketBase: Self.webSocketBase(text).map { .text($0) }
    case .retention: RetentionPolicy(text).map { .text($0.text) }
    case .share: Self.isShare(text) ? .text(text) : nil
    }
  }

  /// A value as it would be written: what `read` takes back.
  func spell(_ value: SettingValue) -> String {
    switch (self, value) {
    case (.duration, .integer(let milliseconds)): DurationText.spell(milliseconds: milliseconds)
    case (.utcOffset, .integer(let minutes)): Self.spell(minutesEast: minutes)
    case (_, .integer(let number)): String(number)
    case (_, .boolean(let flag)): String(flag)
    case (_, .text(let text)): text
    }
  }

  private static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0": false
    default: nil
    }
  }

  private static func isHost(_ text: String) -> Bool {
    (1...253).contains(text.utf8.count)
      && text.utf8.allSatisfy { isUnreserved($0) && $0 != UInt8(ascii: "~") || $0 == UInt8(ascii: ":") }
  }

  private static func isPath(_ text: String) -> Bool {
    (1...4096).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
  }

  private static func isToken(_ text: String, length: ClosedRange<Int>) -> Bool {
    length.contains(text.utf8.count) && text.utf8.allSatisfy(isUnreserved)
  }

  private static func isShare(_ text: String) -> Bool {
    // No `nan`, `0x1` or `1e-3`, which `Double` reads as well.
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
      && Double(text).map { (0...1).contains($0) } == true
  }

  /// White space counts for nothing, as where the key is used.
  private static func isKey(_ text: String) -> Bool {
    let trimmed = text.filter { !$0.isWhitespace }
    let isHexadecimal = trimmed.utf8.count == 64 && trimmed.allSatisfy { $0.isASCII && $0.isHexDigit }
    return isHexadecimal || Data(base64Encoded: trimmed)?.count == 32
  }

  /// RFC 3986 §2.3.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: false
    }
  }

  private static func duration(_ text: String, within seconds: ClosedRange<Int>) -> Int? {
    guard let milliseconds = DurationText.milliseconds(text) else { return nil }
    let range = seconds.lowerBound * 1_000...seconds.upperBound * 1_000
    return range.contains(milliseconds) ? milliseconds : nil
  }

  private static func minutesEast(_ text: String) -> Int? {
    if text == "Z" || text == "z" { return 0 }
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].map { Int($0) - 48 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let minutes = digits[2] * 10 + digits[3]
    let total = (digits[0] * 10 + digits[1]) * 60 + minutes
    guard minutes < 60, total <= 14 * 60 else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return total
    case UInt8(ascii: "-"): return -total
    default: return nil
    }
  }

  private static func spell(minutesEast minutes: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(minutes < 0 ? "-" : "+")\(two(abs(minutes) / 60)):\(two(abs(minutes) % 60))"
  }

  /// The address with a WebSocket scheme and no slash at its end.
  private static func webSocketBase(_ text: String) -> String? {
    guard text.utf8.count <= 1_500, var parts = URLComponents(string: text),
      let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil,
      parts.user == nil, parts.password == nil
    else { return nil }
    if let port = parts.port, !(1...65535).contains(port) { return nil }
    switch parts.scheme?.lowercased() {
    case "ws", "http": parts.scheme = "ws"
    case "wss", "https": parts.scheme = "wss"
    default: return nil
    }
    while parts.path.hasSuffix("/") { parts.path.removeLast() }
    return parts.string
  }
}

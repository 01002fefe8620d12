/// The number or address by which a person is known: every spelling of it is one text.
public struct SubjectAddress: Hashable, Sendable {
  /// `+` and 3 to 15 digits, or `user@host` in small letters.
  public let text: String

  /// Reads what a person typed: a number with any of the usual marks, a `tel:` or a `sip:` address.
  public init(_ spelling: String) throws(SubjectAddressError) {
    let normal = Self.normalised(spelling)
    guard !normal.isEmpty else { throw .empty }
    if normal.utf8.first == UInt8(ascii: "+") {
      guard normal.utf8.count <= 16 else { throw .tooLong(digits: normal.utf8.count - 1) }
    } else {
      let parts = normal.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy(Self.isAddressPart) else { throw .notANumber(spelling) }
    }
    text = normal
  }

  /// Whether a number as a carrier wrote it is this one.
  public func matches(_ spelling: String) -> Bool { Self.normalised(spelling) == text }

  /// The number as E.164 writes it. Ten digits, and eleven that begin with 1, are of the North American plan; `00` and
  /// `011` before a number are its plus sign; a `tel:` or `sip:` address is its number. Without at least three digits,
  /// or with letters, it is the text itself in small letters. Any text is answered.
  public static func normalised(_ number: String) -> String {
    var text = number.filter { !$0.isWhitespace }.lowercased()[...]
    for scheme in ["tel:", "sips:", "sip:"] where text.hasPrefix(scheme) {
      text = text.dropFirst(scheme.count)
    }
    let user = text.prefix { !"@;?".contains($0) }
    let digits = user.utf8.filter { 48...57 ~= $0 }
    let isNumber = user.utf8.allSatisfy { 48...57 ~= $0 || "+-().".utf8.contains($0) }
    guard isNumber, digits.count >= 3 else { return String(text) }
    let plain = String(decoding: digits, as: UTF8.self)
    if user.hasPrefix("+") { return "+" + plain }
    if plain.hasPrefix("011"), plain.utf8.count > 10 { return "+" + plain.dropFirst(3) }
    if plain.hasPrefix("00"), plain.utf8.count > 9 { return "+" + plain.dropFirst(2) }
    return plain.utf8.count == 10 ? "+1" + plain : "+" + plain
  }

  private static func isAddressPart(_ part: Substring) -> Bool {
    !part.isEmpty && part.utf8.allSatisfy { (33...126).contains($0) && !"\"'<>,/\\".utf8.contains($0) }
  }
}

extension SubjectAddress: CustomStringConvertible {
  public var description: String { text }
}

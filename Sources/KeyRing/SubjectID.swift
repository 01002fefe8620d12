/// A person without the number: a keyed hash of the number they call from or are called at.
public struct SubjectID: Hashable, Sendable {
  /// 32 of them.
  public let bytes: [UInt8]

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// Reads 64 hexadecimal digits; nil for anything else.
  public init?(_ text: some StringProtocol) {
    guard let bytes = Hexadecimal.bytes(Array(text.utf8)), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// The number as E.164 writes it, so that every spelling is one person. Ten digits, and eleven that begin with 1, are
  /// of the North American plan; `00` and `011` before a number are its plus sign; a `tel:` or `sip:` address is its
  /// number. Without at least three digits, or with letters, it is the text itself in small letters.
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
}

extension SubjectID: CustomStringConvertible {
  /// 64 hexadecimal digits.
  public var description: String { Hexadecimal.text(bytes) }
}

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
}

extension SubjectID: CustomStringConvertible {
  /// 64 hexadecimal digits.
  public var description: String { Hexadecimal.text(bytes) }
}

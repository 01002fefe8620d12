/// Finds card numbers, US social security numbers, e-mail addresses and phone numbers in what was said or written, and
/// puts tokens in their place.
///
/// Total: any text is answered. Time and memory grow linearly with the text. What was redacted once is not changed by
/// redacting it again.
public struct PIIRedactor: Sendable, Equatable {
  public var kinds: Set<PIIKind>

  public init(_ kinds: Set<PIIKind> = Set(PIIKind.allCases)) {
    self.kinds = kinds
  }

  public func redact(_ text: String) -> String {
    let found = matches(in: text)
    guard !found.isEmpty else { return text }
    let bytes = text.utf8
    var result = ""
    result.reserveCapacity(bytes.count)
    var place = bytes.startIndex
    var offset = 0
    for match in found {
      let start = bytes.index(place, offsetBy: match.range.lowerBound - offset)
      result += text[place..<start]
      result += match.kind.token
      place = bytes.index(start, offsetBy: match.range.count)
      offset = match.range.upperBound
    }
    result += text[place...]
    return result
  }

  /// In ascending order, without overlap.
  public func matches(in text: String) -> [PIIMatch] {
    guard !kinds.isEmpty, !text.isEmpty else { return [] }
    let tokens = PIIText.tokens(of: text)
    var found: [PIIMatch] = []
    if kinds.contains(.email) {
      found = EmailFinder.matches(in: tokens)
    }
    guard kinds.contains(where: { $0 != .email }) else { return found }
    var numbers: [PIIMatch] = []
    for run in DigitRun.all(in: tokens, outside: found) {
      numbers += NumberFinder(run: run, kinds: kinds).matches()
    }
    return Self.merged(found, numbers)
  }

  /// Both are ascending and do not overlap each other.
  private static func merged(_ first: [PIIMatch], _ second: [PIIMatch]) -> [PIIMatch] {
    var result: [PIIMatch] = []
    result.reserveCapacity(first.count + second.count)
    var rest = second[...]
    for match in first {
      while let next = rest.first, next.range.lowerBound < match.range.lowerBound {
        result.append(next)
        rest = rest.dropFirst()
      }
      result.append(match)
    }
    return result + rest
  }
}

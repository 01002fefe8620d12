import Redaction
import Testing

@Suite("Redaction, over many texts")
struct PIIPropertyTests {
  private static let names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

  /// A number with a right check digit, of 13 to 19 digits.
  private func card(_ random: inout SeededGenerator) -> [Int] {
    let count = Int.random(in: 13...19, using: &random)
    var digits = [Int.random(in: 2...6, using: &random)]
    while digits.count < count - 1 { digits.append(Int.random(in: 0...9, using: &random)) }
    let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
      let doubled = entry.offset.isMultiple(of: 2) ? entry.element * 2 : entry.element
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }
    return digits + [(10 - sum % 10) % 10]
  }

  private func spelled(_ digits: [Int], _ random: inout SeededGenerator) -> String {
    let separators = [
      " ", "-", ".", ", ", " - ", "\u{a0}", "\u{2013}", "/", "_", " um ", ", uh, ", "\n", ":", "  ",
    ]
    var text = ""
    var wasWord = false
    for (index, digit) in digits.enumerated() {
      let isWord = Int.random(in: 0..<4, using: &random) == 0
      if index > 0, isWord || wasWord || Int.random(in: 0..<3, using: &random) == 0 {
        text += separators.randomElement(using: &random) ?? " "
      }
      text += isWord ? (digit == 0 && Bool.random(using: &random) ? "oh" : Self.names[digit]) : "\(digit)"
      wasWord = isWord
    }
    return text
  }

  @Test("no digits of a planted card number survive, in any formatting, in any company", arguments: 0..<20)
  func planted(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let befores = [
      "", "my card is ", "It's number 3: ", "for 20 dollars, ", "call 555-0100 and ", "12 12 ", "x:", "(",
      "+",
    ]
    let afters = ["", ".", " thanks", " 12/25", " and 123-45-6789", " 7", " code 123", " y", ")"]
    for _ in 0..<100 {
      let digits = card(&random)
      let number = spelled(digits, &random)
      let before = befores.randomElement(using: &random) ?? ""
      let after = afters.randomElement(using: &random) ?? ""
      let text = before + number + after
      let kinds: Set<PIIKind> = Bool.random(using: &random) ? [.card] : Set(PIIKind.allCases)
      let start = before.utf8.count
      // What is inside the number's bytes must all lie in matches.
      let covered = PIIRedactor(kinds).matches(in: text).reduce(into: 0) { sum, match in
        sum += match.range.clamped(to: start..<start + number.utf8.count).count
      }
      #expect(covered == number.utf8.count, "\(text)")
    }
  }

  private static let pieces = [
    "4111 1111 1111 1111", "four", "one", "to", "for", "forty", "double", "hundred", "thousand", "um", "and",
    "555", "210",
    "0017", "12", "45", "6789", "123", "+", "1", "(", ")", "-", " ", " ", " ", ".", ",", "@", "jane", "at",
    "dot", "com",
    "gmail", "[email]", "[card number]", "[phone number]", "\n", "é", "4", "\u{301}", "٣", "👩‍👩‍👧", "plus", "'",
    "\u{0}",
    "5552100017", "123-45-6789", "oh", "[", "]", "$", ":",
  ]

  @Test("redacting twice is redacting once; matches ascend on scalar bounds; words agree", arguments: 0..<20)
  func twice(seed: UInt64) {
    var random = SeededGenerator(seed: seed &+ 1000)
    for _ in 0..<100 {
      let count = Int.random(in: 0..<40, using: &random)
      let text = (0..<count).map { _ in
        (Self.pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
      let kinds = Set(PIIKind.allCases.filter { _ in Int.random(in: 0..<4, using: &random) > 0 })
      let redactor = PIIRedactor(kinds)
      let once = redactor.redact(text)
      #expect(redactor.redact(once) == once, "\(text.debugDescription) \(kinds)")
      var end = 0
      for match in redactor.matches(in: text) {
        #expect(match.range.lowerBound >= end && !match.range.isEmpty && kinds.contains(match.kind))
        end = match.range.upperBound
        for offset in [match.range.lowerBound, end] {
          let index = text.utf8.index(text.startIndex, offsetBy: offset)
          #expect(index.samePosition(in: text.unicodeScalars) != nil)
        }
      }
      #expect(end <= text.utf8.count)
      let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      let redacted = redactor.redact(words: words)
      #expect(redacted.count == words.count)
      let joined = redacted.compactMap(\.self).joined().filter { $0 != " " }
      #expect(joined == once.filter { $0 != " " }, "\(text.debugDescription)")
    }
  }

  @Test("any bytes at all are answered", arguments: 0..<10)
  func anything(seed: UInt64) {
    var random = SeededGenerator(seed: seed &+ 2000)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let once = PIIRedactor().redact(text)
      #expect(PIIRedactor().redact(once) == once)
    }
  }
}

/// Text cut into digits, words and what stands between them.
enum PIIText {
  struct Token {
    enum Kind: Equatable {
      /// The digits are counted in `digits`.
      case digits
      /// Letters in small print; apostrophes belong to them.
      case word(String)
      /// One scalar.
      case mark(Unicode.Scalar)
    }

    var kind: Kind
    /// UTF-8 offsets.
    var range: Range<Int>
    /// 0 to 9 each; empty unless `kind` is `.digits`.
    var digits: [UInt8] = []
  }

  static func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    var word = ""
    var digits: [UInt8] = []
    var start = 0
    var offset = 0

    func close() {
      if !word.isEmpty { tokens.append(Token(kind: .word(word), range: start..<offset)) }
      if !digits.isEmpty { tokens.append(Token(kind: .digits, range: start..<offset, digits: digits)) }
      word = ""
      digits = []
    }

    for scalar in text.unicodeScalars {
      let length = UTF8.width(scalar)
      if let digit = digit(scalar) {
        if digits.isEmpty {
          close()
          start = offset
        }
        digits.append(digit)
      } else if isLetter(scalar) || (isApostrophe(scalar) && !word.isEmpty) {
        if word.isEmpty {
          close()
          start = offset
        }
        append(scalar, to: &word)
      } else {
        close()
        tokens.append(Token(kind: .mark(scalar), range: offset..<offset + length))
      }
      offset += length
    }
    close()
    return tokens
  }

  /// Digits of every script.
  private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII {
      return 48...57 ~= scalar.value ? UInt8(scalar.value - 48) : nil
    }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue,
      0...9 ~= value
    else { return nil }
    return UInt8(value)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return 97...122 ~= scalar.value | 32 }
    return scalar.properties.isAlphabetic
  }

  private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\u{2019}"
  }

  private static func append(_ scalar: Unicode.Scalar, to word: inout String) {
    if scalar.isASCII {
      let isCapital = 65...90 ~= scalar.value
      word.unicodeScalars.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
    } else {
      word += scalar.properties.lowercaseMapping
    }
  }
}

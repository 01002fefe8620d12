/// Takes markdown, emoji, control and invisible characters out of a text and brings it on one line.
enum MarkupRemover {
  /// Words separated by single spaces.
  static func plain(_ text: String) -> String {
    let lines = asciiDigits(text).split(whereSeparator: \.isNewline).map { line(String($0)) }
    var result = ""
    for line in lines where !line.isEmpty {
      // A heading or a list item ends like a sentence.
      if let last = result.last { result += ".,!?;:".contains(last) ? " " : ". " }
      result += line
    }
    return result
  }

  private static func line(_ line: String) -> String {
    var body = Substring(line.trimmed)
    while let first = body.first, first == "#" || first == ">" {
      let rest = body.drop { $0 == first }
      guard first == ">" || rest.first == " " else { break }
      body = rest.drop { $0 == " " }
    }
    if let first = body.first, "-*+•".contains(first), body.dropFirst().first == " " {
      body = body.dropFirst(2)
    }
    if !body.isEmpty, body.allSatisfy({ "-*_=|: ".contains($0) }) { return "" }
    return words(unlinked(body))
  }

  /// "[text](address)" and "![text](address)" become "text".
  private static func unlinked(_ text: Substring) -> [Character] {
    let characters = Array(text)
    var result: [Character] = []
    var at = 0
    // The last closing bracket of the line bounds every search, so that the cost stays linear.
    let lastLink = characters.indices.last { index in
      characters[index] == "]" && index + 1 < characters.count && characters[index + 1] == "("
    }
    while at < characters.count {
      if characters[at] == "[", let lastLink, at < lastLink, let link = link(in: characters, at: at) {
        if result.last == "!" { result.removeLast() }
        result += characters[(at + 1)..<link.textEnd]
        at = link.end
      } else {
        result.append(characters[at])
        at += 1
      }
    }
    return result
  }

  private static func link(in characters: [Character], at open: Int) -> (textEnd: Int, end: Int)? {
    let limit = min(characters.count, open + 400)
    guard let close = characters[open..<limit].firstIndex(of: "]"), close + 1 < limit,
      characters[close + 1] == "(", let end = characters[(close + 1)..<limit].firstIndex(of: ")")
    else { return nil }
    return (close, end + 1)
  }

  private static func words(_ characters: [Character]) -> String {
    var result = ""
    for (index, character) in characters.enumerated() {
      let before = index > 0 ? characters[index - 1] : " "
      let after = index + 1 < characters.count ? characters[index + 1] : " "
      switch character {
      case "*", "`", "~": if before.isNumber && after.isNumber { result += " times " }
      case "_" where !(before.isLetter || before.isNumber) || !(after.isLetter || after.isNumber): continue
      case "|": result += ", "
      case "—", "–", "―": result += before.isNumber && after.isNumber ? "-" : ", "
      case "‘", "’", "‛", "′": result += "'"
      default:
        if isVisible(character) { result.append(character) } else { result += " " }
      }
    }
    return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func isVisible(_ character: Character) -> Bool {
    if character.isASCII { return (character.asciiValue ?? 0) >= 32 && character.asciiValue != 127 }
    return character.isLetter || character.isNumber || character.isCurrencySymbol || character.isPunctuation
      || character == "°" || character == "×" || character == "÷"
  }

  /// Decimal digits of every script as ASCII, and the common fractions in words.
  private static func asciiDigits(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "½": result.append(contentsOf: " one half".unicodeScalars)
      case "¼": result.append(contentsOf: " one quarter".unicodeScalars)
      case "¾": result.append(contentsOf: " three quarters".unicodeScalars)
      default:
        let properties = scalar.properties
        if !scalar.isASCII, properties.numericType == .decimal || properties.numericType == .digit,
          let value = properties.numericValue, (0...9).contains(value)
        {
          result.append(Unicode.Scalar(UInt8(48 + Int(value))))
        } else {
          result.append(scalar)
        }
      }
    }
    return String(result)
  }
}

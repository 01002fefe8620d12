/// Takes markdown, emoji, control and invisible characters out of a text and brings it on one line.
enum MarkupRemover {
  /// Words separated by single spaces.
  static func plain(_ text: String) -> String {
    if isPlain(text) { return text }
    let lines = asciiDigits(text).split(whereSeparator: \.isNewline).map { line(String($0)) }
    var result = ""
    for line in lines where !line.isEmpty {
      // A heading or a list item ends like a sentence.
      if let last = result.last { result += ".,!?;:".contains(last) ? " " : ". " }
      result += line
    }
    return result
  }

  /// Words of ASCII with single spaces and the commonest marks, as nearly every clause is: nothing to take out.
  private static func isPlain(_ text: String) -> Bool {
    let space = UInt8(ascii: " ")
    var last = space
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "?"),
        UInt8(ascii: "!"), UInt8(ascii: "'"):
        break
      case space: if last == space { return false }
      default: return false
      }
      last = byte
    }
    return last != space
  }

  private static func line(_ line: String) -> String {
    var body = Substring(line.trimmed)
    // What opens and closes a block of code, with its language.
    if body.hasPrefix("```") || body.hasPrefix("~~~") { return "" }
    while let first = body.first, first == "#" || first == ">" {
      let rest = body.drop { $0 == first }
      guard first == ">" || rest.first == " " else { break }
      body = rest.drop { $0 == " " }
    }
    if let first = body.first, "-*+•".contains(first), body.dropFirst().first == " " {
      body = body.dropFirst(2)
      for box in ["[ ] ", "[x] ", "[X] "] where body.hasPrefix(box) { body = body.dropFirst(4) }
    }
    if !body.isEmpty, body.allSatisfy({ "-*_=|: ".contains($0) }) { return "" }
    return words(unlinked(untagged(body)))
  }

  /// Without the tags and the commonest character references of HTML.
  private static func untagged(_ text: Substring) -> Substring {
    guard text.contains("<") || text.contains("&") else { return text }
    var result = ""
    var rest = text
    while let first = rest.first {
      if first == "<", let end = tagEnd(rest) {
        result += " "
        rest = rest[end...]
      } else if first == "&", let (name, plain) = references.first(where: { rest.hasPrefix($0.0) }) {
        result += plain
        rest = rest.dropFirst(name.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result[...]
  }

  /// Behind a tag that begins the text: "<b>", "</p>", "<br/>", but not "<joe@x.com>" or "a < b".
  private static func tagEnd(_ text: Substring) -> Substring.Index? {
    var body = text.dropFirst()
    if body.first == "/" { body = body.dropFirst() }
    let name = body.prefix(10).prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard name.first?.isLetter == true, name.endIndex < body.endIndex, " />".contains(body[name.endIndex])
    else {
      return nil
    }
    return body[name.endIndex...].prefix(200).firstIndex(of: ">").map { text.index(after: $0) }
  }

  private static let references = [
    ("&amp;", "&"), ("&nbsp;", " "), ("&lt;", " less than "), ("&gt;", " more than "), ("&quot;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
  ]

  /// "[text](address)", "![text](address)" and "[text][name]" become "text".
  private static func unlinked(_ text: Substring) -> [Character] {
    let characters = Array(text)
    var result: [Character] = []
    var at = 0
    // The last closing bracket of the line bounds every search, so that the cost stays linear.
    let lastLink = characters.indices.last { index in
      characters[index] == "]" && index + 1 < characters.count && "([".contains(characters[index + 1])
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
      let closer = ["(": ")" as Character, "[": "]"][characters[close + 1]],
      let end = characters[(close + 1)..<limit].firstIndex(of: closer)
    else { return nil }
    return (close, end + 1)
  }

  private static func words(_ characters: [Character]) -> String {
    var result = ""
    for (index, character) in characters.enumerated() {
      let before = index > 0 ? characters[index - 1] : " "
      let after = index + 1 < characters.count ? characters[index + 1] : " "
      switch character {
      case "~" where after.isNumber && !before.isNumber && before != "~": result += " about "
      case "<" where after.isNumber || after.isCurrencySymbol: result += " less than "
      case ">" where after.isNumber || after.isCurrencySymbol: result += " more than "
      case "*", "`", "~": if before.isNumber && after.isNumber { result += " times " }
      case "_" where !(before.isLetter || before.isNumber) || !(after.isLetter || after.isNumber): continue
      case "|": result += ", "
      case "—", "–", "―": result += dash(at: index, in: characters)
      case "‘", "’", "‛", "′": result += "'"
      default:
        if let words = symbols[character] {
          result += words
        } else if isVisible(character) {
          result.append(character)
        } else {
          result += " "
        }
      }
    }
    return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Between numbers a dash means "to", else it is a pause.
  private static func dash(at index: Int, in characters: [Character]) -> String {
    let before = index > 0 ? characters[index - 1] : " "
    let after = index + 1 < characters.count ? characters[index + 1] : " "
    if before == " ", after == " ", index > 1, index + 2 < characters.count {
      let (left, right) = (characters[index - 2], characters[index + 2])
      let isSpan = (left.isNumber || "mM.".contains(left)) && (right.isNumber || right.isCurrencySymbol)
      return isSpan ? "-" : ", "
    }
    let joins = (before.isNumber || "mM%k".contains(before)) && (after.isNumber || after.isCurrencySymbol)
    return joins ? "-" : ", "
  }

  private static let symbols: [Character: String] = [
    "→": " to ", "⇒": " to ", "≥": " at least ", "≤": " at most ", "≈": " about ", "±": " plus or minus ",
    "≠": " is not ", "№": " number ", "−": "-",
  ]

  private static func isVisible(_ character: Character) -> Bool {
    if character.isASCII { return (character.asciiValue ?? 0) >= 32 && character.asciiValue != 127 }
    return character.isLetter || character.isNumber || character.isCurrencySymbol || character.isPunctuation
      || character == "°" || character == "×" || character == "÷"
  }

  private static let fractions: [Unicode.Scalar: String] = [
    "½": "one half", "¼": "one quarter", "¾": "three quarters", "⅓": "one third", "⅔": "two thirds",
    "⅛": "one eighth",
  ]

  /// Decimal digits of every script as ASCII, and the common fractions in words; what has no width goes.
  private static func asciiDigits(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "½", "¼", "¾", "⅓", "⅔", "⅛":
        let isMixed = result.last.map { ("0"..."9").contains($0) } ?? false
        result.append(contentsOf: ((isMixed ? " and " : " ") + (fractions[scalar] ?? "")).unicodeScalars)
      case "\u{AD}", "\u{200B}", "\u{200E}", "\u{200F}", "\u{2060}", "\u{FEFF}": continue
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

/// The last pass over spoken text: lets through letters, spaces and the punctuation that carries melody, and
/// tidies the spaces. Whatever the passes before missed is written out or dropped here.
enum SpeechSanitiser {
  static func cleaned(_ text: String) -> String {
    var result = ""
    var pendingSpace = false
    var lastMark: Character?
    for character in text {
      if character.isASCIILetter || character.isLetter && isDigitFree(character)
        || character == "'" && result.last?.isLetter == true
      {
        if pendingSpace && !result.isEmpty && character != "'" { result += " " }
        result.append(character)
        (pendingSpace, lastMark) = (false, nil)
      } else if let value = character.wholeNumberValue, (0...9).contains(value), !character.isLetter {
        if !result.isEmpty { result += " " }
        result += NumberWords.units[value]
        (pendingSpace, lastMark) = (true, nil)
      } else if ".,!?;:".contains(character) {
        (pendingSpace, lastMark) = (true, mark(character, after: lastMark, in: &result))
      } else {
        pendingSpace = true
      }
    }
    return result
  }

  /// Of several marks in a row the strongest stays; none opens a text.
  private static func mark(_ mark: Character, after last: Character?, in result: inout String) -> Character? {
    guard !result.isEmpty else { return nil }
    if let last {
      guard strength(mark) > strength(last) else { return last }
      result.removeLast()
    }
    result.append(mark)
    return mark
  }

  private static func strength(_ mark: Character) -> Int {
    switch mark {
    case "?": 5
    case "!": 4
    case ".": 3
    case ":", ";": 2
    default: 1
    }
  }

  private static func isDigitFree(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { scalar in
      let type = scalar.properties.numericType
      return type != .decimal && type != .digit && !scalar.properties.isEmojiPresentation
    }
  }
}

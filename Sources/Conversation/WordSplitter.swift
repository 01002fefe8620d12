/// The state of `SpokenWords.split` between two characters.
struct WordSplitter {
  private var words: [String] = []
  private var word = ""
  private var isNumeric = false

  mutating func take(_ characters: [Character], at index: Int) {
    let character = characters[index]
    let next = index + 1 < characters.count ? characters[index + 1] : " "
    if isDigit(character) {
      if !isNumeric { close() }
      isNumeric = true
      word.append(character)
    } else if character.isASCIILetter || character.isLetter {
      takeLetter(character, next: next, after: index + 2 < characters.count ? characters[index + 2] : " ")
    } else if character == "'" || character == "’" {
      return
    } else {
      takeMark(character, next: next, characters: characters, at: index)
    }
  }

  mutating func finish() -> [String] {
    close()
    return words
  }

  private mutating func takeLetter(_ letter: Character, next: Character, after: Character) {
    if isNumeric {
      let isOrdinal = ["st", "nd", "rd", "th"].contains(String([letter, next])) && !after.isLetter
      if !isOrdinal && !word.hasSuffix("s") && !word.hasSuffix("n") && !word.hasSuffix("r")
        && !word.hasSuffix("t")
      {
        close()
      }
    }
    word.append(letter)
  }

  private mutating func takeMark(_ mark: Character, next: Character, characters: [Character], at index: Int) {
    switch mark {
    case "." where isNumeric && isDigit(next): word.append(mark)
    case "." where word.count == 1 && next.isLetter && !isNumeric: return
    case ":" where isNumeric && isDigit(next): word.append(mark)
    case "/" where isNumeric && isDigit(next): word.append(mark)
    case "-" where isNumeric && isDigit(next) && (word.count == 4 || word.contains("-")): word.append(mark)
    case "," where isNumeric && isThousandsComma(characters, at: index): return
    case "$", "€", "£":
      close()
      words.append(String(mark))
    case "%":
      close()
      words.append("percent")
    case "&":
      close()
      words.append("and")
    default: close()
    }
  }

  private func isThousandsComma(_ characters: [Character], at index: Int) -> Bool {
    guard index + 3 < characters.count, characters[(index + 1)...(index + 3)].allSatisfy(isDigit) else {
      return false
    }
    return index + 4 >= characters.count || !isDigit(characters[index + 4])
  }

  private mutating func close() {
    if !word.isEmpty { words.append(word) }
    word = ""
    isNumeric = false
  }

  private func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}

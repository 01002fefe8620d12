/// Guesses how many syllables a word has when it is spoken, which is how its share of a clause's time is guessed.
///
/// English spelling by the usual rule of thumb: groups of vowels, without a silent `e`. Digits, letters said one by
/// one and signs of money count as what is said for them. Wrong by one now and then, which evens out over a clause.
enum SyllableEstimator {
  /// At least 1.
  static func syllables(in word: some StringProtocol) -> Int {
    var count = 0
    var letters: [UInt8] = []
    var capitals = 0
    for byte in word.utf8 {
      switch byte {
      case 65...90:
        capitals += 1
        letters.append(byte + 32)
      case 97...122: letters.append(byte)
      // "seven" and "zero" have two, the others one; tens and hundreds add their own words.
      case 48...57: count += 1
      case UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "&"): count += 2
      case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ","): count += 0
      // The first byte of anything beyond ASCII: an accented vowel, as a rule.
      case 0xC0...: letters.append(UInt8(ascii: "a"))
      default: break
      }
    }
    // "SMS", "FBI"; four letters with a vowel are a word of their own, as a rule: "NASA".
    let isSpelled = capitals <= 3 || !letters.contains(where: isVowel)
    if capitals == letters.count, (2...4).contains(capitals), isSpelled { return max(1, count + capitals) }
    return max(1, count + vowelGroups(letters))
  }

  private static func vowelGroups(_ letters: [UInt8]) -> Int {
    var groups = 0
    var wasVowel = false
    for letter in letters {
      let vowel = isVowel(letter)
      if vowel, !wasVowel { groups += 1 }
      wasVowel = vowel
    }
    let e = UInt8(ascii: "e")
    let l = UInt8(ascii: "l")
    guard groups > 1, letters.count > 2, let last = letters.last else { return groups }
    let before = letters[letters.count - 2]
    if last == e, !isVowel(before) {
      // "table" keeps it, "phone" does not.
      let isSyllabicL = before == l && !isVowel(letters[letters.count - 3])
      return isSyllabicL ? groups : groups - 1
    }
    // "called", but not "needed" or "started".
    if last == UInt8(ascii: "d"), before == e {
      let third = letters[letters.count - 3]
      if third != UInt8(ascii: "d"), third != UInt8(ascii: "t"), !isVowel(third) { return groups - 1 }
    }
    return groups
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
      UInt8(ascii: "y"):
      true
    default: false
    }
  }
}

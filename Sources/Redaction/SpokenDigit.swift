/// What a word means inside a number that is read aloud.
enum SpokenDigit: Equatable {
  /// One digit.
  case unit(UInt8)
  /// Two digits: ten to nineteen.
  case teen(UInt8)
  /// Twenty to ninety; a unit may follow.
  case ten(UInt8)
  /// Repeats the digit that follows: double, triple.
  case times(Int)
  /// As many zeros behind a digit: hundred, thousand.
  case zeros(Int)
  /// A digit only between digits: "to", "for".
  case perhaps(UInt8)
  /// Said between digits without ending the number.
  case filler

  init?(_ word: String) {
    guard let found = Self.table[word] else { return nil }
    self = found
  }

  private static let table: [String: SpokenDigit] = {
    var table: [String: SpokenDigit] = [
      "zero": .unit(0), "oh": .unit(0), "o": .unit(0), "nought": .unit(0), "naught": .unit(0),
      "ow": .perhaps(0), "owe": .perhaps(0), "won": .perhaps(1), "to": .perhaps(2), "too": .perhaps(2),
      "for": .perhaps(4), "fore": .perhaps(4), "ate": .perhaps(8), "niner": .unit(9), "tree": .perhaps(3),
      "fife": .unit(5), "double": .times(2), "triple": .times(3), "treble": .times(3),
      "hundred": .zeros(2), "thousand": .zeros(3), "fourty": .ten(4), "ninty": .ten(9),
    ]
    let units = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    for (index, word) in units.enumerated() { table[word] = .unit(UInt8(index + 1)) }
    let teens = [
      "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
      "nineteen",
    ]
    for (index, word) in teens.enumerated() { table[word] = .teen(UInt8(index)) }
    let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    for (index, word) in tens.enumerated() { table[word] = .ten(UInt8(index + 2)) }
    let fillers = [
      "um", "uh", "uhm", "er", "erm", "ah", "eh", "hmm", "mm", "okay", "ok", "yeah", "yes", "so", "and",
      "then",
      "dash", "hyphen", "minus", "dot", "period", "comma", "slash", "space", "plus", "like", "let's",
      "see", "next", "again", "it's", "is",
    ]
    for word in fillers { table[word] = .filler }
    return table
  }()
}

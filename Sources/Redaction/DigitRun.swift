/// Digits that may belong to one number: groups of digits, written or spoken, with nothing but separators and
/// fillers between them.
struct DigitRun {
  /// Digits that were written or said as one.
  struct Group {
    /// UTF-8 offsets, with the plus sign and the opening parenthesis right before it.
    var range: Range<Int>
    /// Into the run's `digits`.
    var digits: Range<Int>
    var isSpoken: Bool
    /// A word that is a digit only between digits.
    var isGuess: Bool
    /// A plus sign stands before it.
    var hasPlus: Bool
    /// What stands between the group before and this one.
    var gap: Gap

    var count: Int { digits.count }
  }

  /// How firmly two groups hang together.
  enum Gap: Int, Comparable {
    /// Nothing, spaces, dashes, dots, slashes, parentheses.
    case none
    /// Fillers, commas, line ends.
    case loose
    /// Any other mark.
    case odd

    static func < (left: Gap, right: Gap) -> Bool { left.rawValue < right.rawValue }
  }

  var groups: [Group] = []
  var digits: [UInt8] = []

  /// Longest stretch of marks, and of fillers, inside a number.
  static let longestGap = 8
  static let mostFillers = 4

  /// Every run of a text that touches none of the matches.
  static func all(in tokens: [PIIText.Token], outside taken: [PIIMatch]) -> [DigitRun] {
    var reader = DigitRunReader(tokens: tokens, taken: taken[...])
    return reader.read()
  }
}

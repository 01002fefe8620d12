/// What a dot behind a word means for the end of the sentence.
enum Abbreviation: Equatable {
  /// The word is no abbreviation: the dot ends the sentence.
  case no
  /// Something always follows ("Dr. Weber").
  case never
  /// The sentence ends when a capital letter follows ("at 3 p.m. Then").
  case beforeCapital

  /// Looks at the word that ends right before `dot`.
  init(before dot: Int, in text: [Unicode.Scalar]) {
    var start = dot
    while start > 0, !text[start - 1].properties.isWhitespace, dot - start < 12 { start -= 1 }
    let word = text[start..<dot].drop { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
    var lowered = ""
    for scalar in word { lowered += scalar.properties.lowercaseMapping }
    if Self.titles.contains(lowered) {
      self = .never
    } else if Self.others.contains(lowered) || lowered.contains(".") && lowered.utf8.count <= 6 {
      self = .beforeCapital
    } else if word.count == 1, let letter = word.first, letter.properties.isUppercase, letter != "I" {
      self = .never  // an initial
    } else if start == 0 || text[..<start].allSatisfy(\.properties.isWhitespace),
      !word.isEmpty, word.count <= 2, word.allSatisfy({ $0.properties.numericType != nil })
    {
      self = .never  // "1. " opens a list item
    } else {
      self = .no
    }
  }

  private static let titles: Set<String> = [
    "dr", "mr", "mrs", "ms", "prof", "approx", "vs", "e.g", "i.e", "jr", "sr", "gen", "rep", "sen", "fig",
    "mt", "st",
    "resp",
  ]
  private static let others: Set<String> = [
    "a.m", "p.m", "etc", "inc", "ltd", "co", "corp", "ave", "rd", "blvd", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "est", "min",
    "max", "hr", "hrs", "al", "dept", "ext", "ph.d",
  ]
}

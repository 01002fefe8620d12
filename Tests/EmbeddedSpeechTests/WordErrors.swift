/// Words wrong in a transcript: the edit distance to what was said, letter case and punctuation aside.
struct WordErrors {
  var wrong = 0
  var said = 0

  var rate: Double { Double(wrong) / Double(max(1, said)) }

  mutating func count(said text: String, heard: String) {
    let reference = Self.words(text)
    wrong += Self.distance(reference, Self.words(heard))
    said += reference.count
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().filter { $0 != "'" }.split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  private static func distance(_ left: [String], _ right: [String]) -> Int {
    var row = Array(0...right.count)
    for (i, word) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(row[j] + 1, above + 1, diagonal + (word == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}

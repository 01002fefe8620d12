/// Reads one of a question's choices out of spoken words.
struct ChoiceReader {
  let choices: [SlotChoice]

  /// The choice whose longest phrase is named; of equally long ones, the one named first.
  func read(_ text: String) -> String? {
    let matcher = PhraseMatcher(text)
    var best: (value: String, length: Int, start: Int)?
    for choice in choices {
      for phrase in [choice.value] + choice.synonyms {
        guard let range = matcher.range(of: phrase) else { continue }
        let better =
          best.map { (range.count, -range.lowerBound) > ($0.length, -$0.start) } ?? true
        if better { best = (choice.value, range.count, range.lowerBound) }
      }
    }
    return best?.value
  }
}

/// How far a hypothesis is from its reference, counted in words.
public struct WordErrorRate: Sendable, Equatable, CustomStringConvertible {
  public var substitutions = 0
  public var insertions = 0
  public var deletions = 0
  public var referenceWords = 0

  public init() {}

  public var errors: Int { substitutions + insertions + deletions }

  /// Errors per reference word: 0 is perfect, and more than 1 is possible. Without a reference, 0 or 1.
  public var rate: Double {
    if referenceWords == 0 { return errors == 0 ? 0 : 1 }
    return Double(errors) / Double(referenceWords)
  }

  public var description: String {
    let tenths = Int((rate * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) % (\(substitutions) substituted, \(insertions) inserted, "
      + "\(deletions) deleted of \(referenceWords))"
  }

  /// The sum over several texts: errors over words, not a mean of rates.
  public static func + (left: WordErrorRate, right: WordErrorRate) -> WordErrorRate {
    var sum = left
    sum.substitutions += right.substitutions
    sum.insertions += right.insertions
    sum.deletions += right.deletions
    sum.referenceWords += right.referenceWords
    return sum
  }

  /// Words as they are compared: spoken form, lower case, no punctuation.
  public static func words(of text: String) -> [String] {
    SpokenWords.splitWhole(SpeechNormaliser().normalise(text))
  }
}

/// Aligns two texts word by word with the fewest edits and counts them.
///
/// Both are normalised first: numbers written out, case and punctuation dropped. Cost is the product of the
/// lengths, so compare utterances or calls, not books.
public func wordErrorRate(reference: String, hypothesis: String) -> WordErrorRate {
  let reference = WordErrorRate.words(of: reference)
  let hypothesis = WordErrorRate.words(of: hypothesis)
  // One row of the edit table; each cell counts the edits by kind on its cheapest path.
  var row = (0...hypothesis.count).map { count in
    var cell = WordErrorRate()
    cell.insertions = count
    return cell
  }
  for (index, word) in reference.enumerated() {
    var diagonal = row[0]
    row[0].deletions = index + 1
    for (column, other) in hypothesis.enumerated() {
      var substituted = diagonal
      if word != other { substituted.substitutions += 1 }
      var deleted = row[column + 1]
      deleted.deletions += 1
      var inserted = row[column]
      inserted.insertions += 1
      diagonal = row[column + 1]
      var best = substituted
      if deleted.errors < best.errors { best = deleted }
      if inserted.errors < best.errors { best = inserted }
      row[column + 1] = best
    }
  }
  var result = row[hypothesis.count]
  result.referenceWords = reference.count
  return result
}

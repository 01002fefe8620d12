/// Levenshtein distance: how many insertions, deletions and substitutions turn one sequence into the other.
public enum EditDistance {
  /// Two rows of the table of Wagner and Fischer (1974). Cost is the product of the lengths.
  public static func between<Element: Equatable>(_ left: [Element], _ right: [Element]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var previous = Array(0...right.count)
    var current = previous
    for (row, element) in left.enumerated() {
      current[0] = row + 1
      for (column, other) in right.enumerated() {
        let substitution = previous[column] + (element == other ? 0 : 1)
        current[column + 1] = min(substitution, previous[column + 1] + 1, current[column] + 1)
      }
      swap(&previous, &current)
    }
    return previous[right.count]
  }

  /// The candidate nearest to `word`, when it is near enough to be a slip of the fingers.
  public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased())
    guard letters.count <= 64 else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = between(letters, Array(candidate.lowercased()))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, min(letters.count, best.candidate.count) / 2) else { return nil }
    return best.candidate
  }
}

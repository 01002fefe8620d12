extension PIIRedactor {
  /// Redacts a list of words as one text, so that a number is found that is spread over several.
  ///
  /// - Returns: as many elements as words. The word where a number begins holds the token, with what stood before the
  ///   number in that word; the last one holds what stood behind it, or nil; those between are nil. Times and other
  ///   marks of the words keep their places.
  public func redact(words: [String]) -> [String?] {
    var result: [String?] = words
    let text = words.joined(separator: " ")
    let found = matches(in: text)
    guard !found.isEmpty else { return result }
    var index = 0
    var start = 0
    var kept = ""
    var isTouched = false
    /// Where in the text the next unread byte stands.
    var position = 0

    func finishWord() {
      let end = start + words[index].utf8.count
      if isTouched {
        kept += Self.slice(words[index], max(position, start) - start, end - start)
        result[index] = kept.isEmpty ? nil : kept
      }
      start = end + 1
      index += 1
      kept = ""
      isTouched = false
    }

    for match in found {
      while start + words[index].utf8.count <= match.range.lowerBound { finishWord() }
      kept += Self.slice(words[index], max(position, start) - start, match.range.lowerBound - start)
      kept += match.kind.token
      isTouched = true
      position = match.range.upperBound
      while start + words[index].utf8.count < match.range.upperBound {
        finishWord()
        isTouched = true
      }
    }
    finishWord()
    return result
  }

  /// Bytes of a word; nothing when the range is empty.
  private static func slice(_ word: String, _ from: Int, _ to: Int) -> String {
    guard from < to, to <= word.utf8.count else { return "" }
    let bytes = word.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: max(from, 0))
    return String(word[start..<bytes.index(start, offsetBy: to - max(from, 0))])
  }
}

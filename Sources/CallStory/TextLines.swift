/// Text broken into lines between words, with an ellipsis where it does not fit.
struct TextLines {
  private(set) var lines: [String] = []

  /// - Parameters:
  ///   - width: of a line, in pixels.
  ///   - size: of the letters; they are taken to be 0.6 of it wide, which few fonts exceed on average.
  ///   - most: lines.
  init(_ text: String, width: Double, size: Double, most: Int) {
    self.init(text, columns: Int(max(0, width) / (size * 0.6)), most: most)
  }

  /// - Parameters:
  ///   - columns: characters in a line; with fewer than four there is no line at all.
  ///   - ellipsis: what stands where something is left out.
  init(_ text: String, columns: Int, most: Int, ellipsis: String = "…") {
    guard columns >= 4, most > 0 else { return }
    var rest = text.split(separator: " ")[...]
    while !rest.isEmpty, lines.count < most {
      var words: [Substring] = []
      var length = -1
      while let word = rest.first, words.isEmpty || length + 1 + word.count <= columns {
        words.append(word)
        length += 1 + word.count
        rest.removeFirst()
      }
      let isShort = lines.count == most - 1 && !rest.isEmpty
      while isShort, words.count > 1, length + 1 + ellipsis.count > columns {
        length -= 1 + words.removeLast().count
      }
      let line = words.joined(separator: " ")
      if isShort, length + 1 + ellipsis.count <= columns {
        lines.append("\(line) \(ellipsis)")
      } else {
        let isWhole = length <= columns && !isShort
        lines.append(isWhole ? line : String(line.prefix(columns - ellipsis.count)) + ellipsis)
      }
    }
  }
}

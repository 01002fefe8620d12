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

  /// - Parameter columns: characters in a line; with fewer than four there is no line at all.
  init(_ text: String, columns: Int, most: Int) {
    guard columns >= 4, most > 0 else { return }
    var rest = text.split(separator: " ")[...]
    while !rest.isEmpty, lines.count < most {
      var line = ""
      while let word = rest.first, line.isEmpty || line.count + 1 + word.count <= columns {
        line += line.isEmpty ? String(word) : " \(word)"
        rest.removeFirst()
      }
      lines.append(line)
    }
    for index in lines.indices {
      let isShort = index == lines.count - 1 && !rest.isEmpty
      if lines[index].count > columns || (isShort && lines[index].count + 2 > columns) {
        lines[index] = String(lines[index].prefix(columns - 1)) + "…"
      } else if isShort {
        lines[index] += " …"
      }
    }
  }
}

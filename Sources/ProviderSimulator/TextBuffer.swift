/// Text that comes in pieces, given out in sentences.
struct TextBuffer {
  private(set) var text = ""

  mutating func add(_ piece: String) { text += piece }

  /// The whole sentences there are.
  mutating func sentences() -> [String] {
    var found: [String] = []
    var begin = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      let after = text.index(after: index)
      if ".?!".contains(text[index]), after == text.endIndex || text[after] == " " {
        found.append(String(text[begin..<after]))
        begin = after
      }
      index = after
    }
    text = String(text[begin...])
    return found
  }

  mutating func rest() -> String {
    defer { text = "" }
    return text
  }
}

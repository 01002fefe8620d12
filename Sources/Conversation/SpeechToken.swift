/// A word of written text with the punctuation around it split off.
struct SpeechToken {
  /// Opening quotes and brackets are dropped; nothing audible stands here.
  let core: String
  /// Closing marks, for example "," or "?".
  let tail: String

  init(_ word: String) {
    let characters = Array(word)
    var start = 0
    while start < characters.count, Self.openers.contains(characters[start]) { start += 1 }
    var end = characters.count
    while end > start, Self.closers.contains(characters[end - 1]) { end -= 1 }
    core = String(characters[start..<end])
    tail = String(characters[end...].filter { ".,!?;:".contains($0) })
  }

  private static let openers: Set<Character> = ["\"", "'", "(", "[", "{", "<", "“", "‘", "«", "…"]
  private static let closers: Set<Character> = [
    ".", ",", "!", "?", ";", ":", "\"", "'", ")", "]", "}", ">", "”", "’", "»", "…",
  ]
}

/// Text cut as models send it, and counted.
enum ChatTokens {
  /// Pieces of about four characters that join to the text.
  static func split(_ text: String) -> [String] {
    var tokens: [String] = []
    var token = ""
    for character in text {
      if character == " " || token.count >= 6 {
        if !token.isEmpty { tokens.append(token) }
        token = ""
      }
      token.append(character)
    }
    return token.isEmpty ? tokens : tokens + [token]
  }

  static func count(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
}

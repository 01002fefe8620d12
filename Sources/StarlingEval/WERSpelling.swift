import Conversation

/// Brings texts to one spelling where two stand for the same spoken words.
enum WERSpelling {
  static func errors(reference: String, hypothesis: String) -> WordErrorRate {
    wordErrorRate(reference: unify(reference), hypothesis: unify(hypothesis))
  }

  static func unify(_ text: String) -> String {
    let plain = text.lowercased().map { character -> String in
      switch character {
      case "#": " pound "
      case "-", "–", "—": " "
      default: String(character)
      }
    }
    return WordErrorRate.words(of: plain.joined()).map { table[$0] ?? $0 }.joined(separator: " ")
  }

  private static let table = [
    "mailbox": "mail box", "mailboxes": "mail boxes", "filename": "file name", "filenames": "file names",
    "keyword": "key word", "keywords": "key words", "voicemail": "voice mail", "ok": "okay",
  ]
}

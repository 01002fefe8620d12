/// What callers and agents say in virtual calls.
enum Phrases {
  /// Words of callers with every beginning of each line, so that a partial costs no new text.
  static let caller: [[String]] = [
    "yes", "no", "yes please", "no thank you", "we have about twenty people", "I need a new phone system",
    "well we are looking for something with", "my number is five five five one two", "tomorrow at three",
    "it is in the old building and", "can you say that again please", "who is this",
    "I am not interested in that", "two thousand dollars a month", "we would like to start next week",
    "hold on a second please",
  ].map(beginnings)

  /// Signs of listening.
  static let backchannels: [[String]] = ["uh-huh", "okay", "right", "mm-hm", "I see"].map(beginnings)

  static let agent: [String] = [
    "Hello, this is Ann from Acme.", "How can I help?", "Sure.", "Got it, thanks.", "Is that right?",
    "How many people work in your company?", "I will make a note of that, and we will call you back.",
    "Great.", "What would be a good day for a visit?", "Okay, one moment.", "Thank you for your time.",
    "It costs twenty dollars a month.", "Could you spell that for me, please?", "Goodbye.",
  ]

  private static func beginnings(_ line: String) -> [String] {
    let words = line.split(separator: " ")
    return words.indices.map { words[...$0].joined(separator: " ") }
  }
}

internal import Audio

/// Something the caller says, word by word; a cough has no words.
struct CallerSpeech {
  /// Every beginning of the line.
  let beginnings: [String]
  let start: MediaTime
  let wordTime: MediaTime
  /// A pause for thought after so many words.
  var pauseAfter = Int.max
  var pause = MediaTime.zero
  /// How long a sound without words lasts.
  var noise = MediaTime.zero

  var count: Int { beginnings.count }

  /// When the word with this index is said.
  func end(of word: Int) -> MediaTime {
    start + wordTime * Int64(word + 1) + (word >= pauseAfter ? pause : .zero)
  }

  var end: MediaTime { count == 0 ? start + noise : end(of: count - 1) }

  /// How many words are said at `time`.
  func words(at time: MediaTime) -> Int {
    var words = 0
    while words < count, end(of: words) <= time { words += 1 }
    return words
  }

  /// The words said between two times; nil when there are none.
  func text(from: MediaTime, until: MediaTime) -> String? {
    let first = words(at: from)
    let last = words(at: until)
    guard last > first else { return nil }
    guard first > 0 else { return beginnings[last - 1] }
    return String(beginnings[last - 1].dropFirst(beginnings[first - 1].count + 1))
  }
}

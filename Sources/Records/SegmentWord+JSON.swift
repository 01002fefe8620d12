internal import Audio

extension SegmentWord {
  /// Words as stores keep them: a JSON array of objects, times in milliseconds.
  public static func json(_ words: [SegmentWord]) -> String? {
    guard !words.isEmpty else { return nil }
    var text = "["
    for (position, word) in words.enumerated() {
      text += position == 0 ? "{\"word\":" : ",{\"word\":"
      JSONValue.quote(StorableText.of(word.word), into: &text)
      text += ",\"start_ms\":\(milliseconds(word.start)),\"end_ms\":\(milliseconds(word.end))"
      if let confidence = word.confidence, confidence.isFinite { text += ",\"confidence\":\(confidence)" }
      text += "}"
    }
    return text + "]"
  }

  /// Reads what `json` wrote; what is no word is passed over.
  public static func words(json text: String?) -> [SegmentWord] {
    guard let text, case .array(let values)? = JSONParser.parse(text) else { return [] }
    return values.compactMap { value in
      guard case .object(let fields) = value, case .string(let word)? = fields["word"] else { return nil }
      return SegmentWord(
        word, start: time(fields["start_ms"]), end: time(fields["end_ms"]),
        confidence: number(fields["confidence"]))
    }
  }

  private static func milliseconds(_ time: MediaTime) -> String {
    let (whole, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return rest == 0 ? String(whole) : String(Double(time.nanoseconds) / 1e6)
  }

  private static func number(_ value: JSONValue?) -> Double? {
    switch value {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  private static func time(_ value: JSONValue?) -> MediaTime {
    .stored(milliseconds: number(value) ?? 0)
  }
}

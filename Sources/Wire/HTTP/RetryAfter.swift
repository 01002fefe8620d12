public import Audio

/// The `Retry-After` header (RFC 9110 §10.2.3): how long to leave a provider alone.
public enum RetryAfter {
  /// The time from now that the header's value asks for; `nil` if it says nothing that can be used.
  ///
  /// Seconds, also with a fraction, which some providers send, or a date. A date in the past is zero; more than a
  /// day is a day, so that a wrong clock at the other end does not shut a provider out for good.
  /// - Parameter wallClock: seconds since 1970, now.
  public static func time(_ value: String, wallClock: Double) -> MediaTime? {
    let text = value.drop { $0 == " " }.prefix { $0 != ";" }
    if let seconds = Double(text) {
      guard seconds.isFinite, seconds >= 0 else { return nil }
      return .seconds(min(seconds, 86_400))
    }
    guard let date = date(text) else { return nil }
    return .seconds(min(max(Double(date) - wallClock, 0), 86_400))
  }

  /// Seconds since 1970 of an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func date(_ text: Substring) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", words[1].utf8.count == 2, words[3].utf8.count == 4,
      let month = months.firstIndex(of: words[2])
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return ISO8601.microseconds("\(words[3])-\(number)-\(words[1])T\(words[4])Z").map { $0 / 1_000_000 }
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

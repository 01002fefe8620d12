public import Audio

/// When each character of a chunk of audio is spoken, counted from the chunk's first sample.
public struct ElevenLabsAlignment: Hashable, Sendable {
  public struct Character: Hashable, Sendable {
    /// Mostly one character, sometimes none.
    public var text: String
    public var start: MediaTime
    public var duration: MediaTime

    public init(_ text: String, start: MediaTime, duration: MediaTime) {
      self.text = text
      self.start = start
      self.duration = duration
    }
  }

  public var characters: [Character]

  public init(characters: [Character]) { self.characters = characters }

  /// Three lists side by side, in either spelling; what has no partner in the others is left out.
  init?(_ element: JSONElement?) {
    guard let element, let chars = element["chars"] ?? element["characters"] else { return nil }
    let starts = (element["charStartTimesMs"] ?? element["char_start_times_ms"])?.elements ?? []
    let durations =
      (element["charDurationsMs"] ?? element["charsDurationsMs"] ?? element["char_durations_ms"])?.elements
      ?? []
    characters = zip(chars.elements, zip(starts, durations)).compactMap { char, times in
      guard let text = char.string, let start = Self.time(times.0), let duration = Self.time(times.1)
      else { return nil }
      return Character(text, start: start, duration: duration)
    }
  }

  private static func time(_ element: JSONElement) -> MediaTime? {
    guard let value = element.double, value >= 0, value < 3.2e10 else { return nil }
    return .seconds(value / 1000)
  }
}

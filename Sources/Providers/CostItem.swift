public import Audio

/// Something that a provider will be paid for, or would have been.
public enum CostItem: Sendable, Equatable {
  /// Of the carrier.
  case line(MediaTime)
  case recognition(MediaTime, provider: String)
  /// - Parameter isWasted: of a reply that nobody heard.
  case tokens(TokenUsage, isWasted: Bool)
  case speech(characters: Int, provider: String)
  /// Characters that came from the cache.
  case savedSpeech(characters: Int, provider: String)
}

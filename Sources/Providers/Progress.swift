/// What a provider's event means for the one who waits for it.
enum Progress<Event: Sendable>: Sendable {
  /// Something that can be heard, or that what can be heard depends on.
  case content([Event])
  /// It works; nothing can be heard yet. The events are passed on if it is the one that is heard.
  case sign([Event])
  /// Not even that.
  case nothing
  /// Ended well; the last event is among these.
  case done([Event])
  case failed(ProviderError)
}

extension TelnyxMediaFormat {
  /// Reads the object under `media_format`; whatever is absent or of another type keeps its default.
  init(_ bytes: Span<UInt8>, _ cursor: inout JSONCursor) throws(WireError) {
    self.init()
    guard try cursor.enterObjectOrSkip(bytes) else { return }
    while let key = try cursor.nextKey(bytes) {
      switch key.string(in: bytes) {
      case "encoding":
        if let name = try cursor.textOrSkip(bytes)?.string(in: bytes), !name.isEmpty { encoding = name }
      case "sample_rate", "sampleRate":
        if let rate = try cursor.wholeNumber(bytes), (1...384_000).contains(rate) { sampleRate = Int(rate) }
      case "channels":
        if let count = try cursor.wholeNumber(bytes), (1...32).contains(count) { channels = Int(count) }
      default: try cursor.skipValue(bytes)
      }
    }
  }
}

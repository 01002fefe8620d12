/// A recorded telephone prompt and what it says.
struct WERPrompt: Sendable, Equatable {
  var name: String
  var text: String
  /// WAV file.
  var path: String
}

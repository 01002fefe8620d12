internal import Audio
internal import Providers

/// A streamed answer of a language model, as a value that is fed its events.
protocol ModelAnswer: Sendable {
  /// - Parameter data: of the next server-sent event.
  mutating func received(_ data: [UInt8]) -> [ChatEvent]
  /// The stream ended, or was cut off, after what came.
  mutating func ended() -> [ChatEvent]
  /// What a response that is no answer means.
  func refusal(status: Int, retryAfter: MediaTime?, body: [UInt8]) -> ProviderError
}

extension ChatEvent {
  var isLast: Bool {
    switch self {
    case .finished, .failed: true
    case .text, .toolCall, .progress, .usage: false
    }
  }
}

internal import Audio
internal import Providers

/// What a transcript asks of whoever owns the socket.
enum TranscriptAction: Sendable, Equatable {
  /// Send this text message.
  case send([UInt8])
  /// Send so many samples of silence.
  case silence(Int)
  case event(RecogniserEvent)
  /// Ask again after so long.
  case wake(after: MediaTime)
  case fail(ProviderError)
}

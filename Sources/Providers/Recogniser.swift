/// Speech to text: one object for the process, one stream for each call.
public protocol Recogniser: Sendable {
  /// Opens a call's stream. `events` is called from any thread, one event at a time, in order.
  ///
  /// - Parameter sampleRate: of the samples that will be appended, 8 000 or 16 000 Hz.
  func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream
}

/// One call's way into a recogniser. Every method returns at once; calls come from one thread at a time.
///
/// An utterance is a stretch of caller speech with its pre-roll, numbered by the call from 1 up. Within one the
/// order is `begin`, any number of `append`s and `flush`es, `end`. A flush asks for the settled text of all that
/// was appended so far and does not end the utterance: a caller who was only pausing goes on in the same one,
/// and the next flush covers both halves.
public protocol RecogniserStream: AnyObject, Sendable {
  func begin(utterance: Int)
  /// - Parameter samples: s16 mono at the stream's rate, about 100 ms at a time.
  func append(_ samples: [Int16])
  /// - Parameter flush: the caller's number for this request, given back in `RecogniserEvent.final`.
  func flush(_ flush: Int)
  /// The utterance is over; its audio may be dropped.
  func end()
  /// The call is over. No event follows one that is already on its way.
  func close()
}

public enum RecogniserEvent: Sendable, Equatable {
  /// A changing hypothesis for the utterance that is open.
  case partial(utterance: Int, text: String)
  /// The answer to a flush: the text of everything appended before it (empty when nothing was said).
  case final(utterance: Int, flush: Int, text: String)
  case failed(ProviderError)
}

public import Audio

/// One piece of a live transcription.
///
/// Results follow one another in the audio. One that is not final is said again, longer or otherwise, by the next
/// ones; the text of an utterance is the transcripts of its final results, joined by spaces, and the last that is not.
public struct DeepgramResults: Hashable, Sendable {
  /// Where in the audio the piece begins, and how long it is.
  public var start: MediaTime
  public var duration: MediaTime
  /// Whether this text will not change.
  public var isFinal: Bool
  /// Whether the speaker paused here.
  public var isSpeechFinal: Bool
  /// Whether this answers a `Finalize`.
  public var isFromFinalize: Bool
  /// The best guess, empty for silence.
  public var transcript: String
  /// 0…1.
  public var confidence: Double
  /// The words as they stand in the transcript, with punctuation where it was asked for.
  public var words: [TimedWord]

  init(_ root: JSONElement) throws(WireError) {
    guard let alternatives = root["channel"]?["alternatives"] else { throw .missing(.alternatives) }
    let best = alternatives.elements.first
    start = root["start"]?.seconds ?? .zero
    duration = root["duration"]?.seconds ?? .zero
    isFinal = root["is_final"]?.bool ?? false
    isSpeechFinal = root["speech_final"]?.bool ?? false
    isFromFinalize = root["from_finalize"]?.bool ?? false
    transcript = best?["transcript"]?.string ?? ""
    confidence = best?["confidence"]?.double ?? 0
    words = (best?["words"]?.elements ?? []).compactMap { TimedWord(deepgram: $0) }
  }
}

extension TimedWord {
  /// A word of a Deepgram message; `nil` if it is none or has no place in the audio.
  init?(deepgram word: JSONElement) {
    guard let text = (word["punctuated_word"] ?? word["word"])?.string else { return nil }
    guard let start = word["start"]?.seconds, let end = word["end"]?.seconds else { return nil }
    self.init(text, start: start, end: max(start, end), confidence: word["confidence"]?.double)
  }
}

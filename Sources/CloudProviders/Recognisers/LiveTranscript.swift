internal import Audio
internal import Providers
internal import Wire

/// Deepgram's live transcription as the engine wants it: utterances with flushes.
///
/// A flush is a `Finalize`, and its answer is the result that says so (`from_finalize`). Deepgram sends none when it had
/// nothing left to settle, so a flush is also answered when all audio before it has been heard and nothing comes for a
/// while; when the audio was not heard, nothing is answered, and whoever watches the time gives the stream up. An
/// utterance that ends without a flush is finalised too, so that no result spans two utterances.
struct LiveTranscript: Transcript {
  private let vendor: Vendor
  private let sampleRate: Int
  private var texts = UtteranceTexts()
  private var sentSamples = 0
  /// Samples sent by the time of the last `Finalize`.
  private var finalised = 0
  /// The audio before this was heard.
  private var heard = MediaTime.zero
  private var results = 0

  /// A flush that is not answered for so long is answered with what was heard, if all was.
  private static let patience = MediaTime.milliseconds(400)
  /// What the vendor may still owe when it has heard all that matters: the end of a flush is silence.
  private static let slack = MediaTime.milliseconds(200)

  init(_ vendor: Vendor, sampleRate: Int) {
    self.vendor = vendor
    self.sampleRate = sampleRate
  }

  private var sentTime: MediaTime { .samples(sentSamples, rate: sampleRate) }

  mutating func begin(utterance: Int) { texts.begin(utterance, at: sentTime) }

  mutating func sent(_ count: Int) { sentSamples += count }

  mutating func flush(_ flush: Int, at now: MediaTime) -> [TranscriptAction] {
    texts.wait(for: flush, mark: sentTime, at: now)
    if sentSamples == finalised {
      // Nothing new: the answer is known, or on its way to an earlier flush at the same place.
      let mark = sentTime
      let isUnderWay = texts.flushes.dropLast().contains { $0.mark == mark }
      guard !isUnderWay else { return [.wake(after: Self.patience)] }
      let answer = texts.answer { $0.number == flush }
      texts.remove { $0.number == flush }
      return answer
    }
    finalised = sentSamples
    return [.send(DeepgramCommand.finalize.message), .wake(after: Self.patience)]
  }

  mutating func end(at now: MediaTime) -> [TranscriptAction] {
    defer { texts.end() }
    guard sentSamples > finalised else { return [] }
    texts.wait(for: nil, mark: sentTime, at: now)
    finalised = sentSamples
    return [.send(DeepgramCommand.finalize.message)]
  }

  mutating func received(_ message: [UInt8], at now: MediaTime) -> [TranscriptAction] {
    do throws(WireError) {
      switch try DeepgramMessage(parsing: message) {
      case .results(let results): return take(results, at: now)
      case .error(let fault): return [.fail(vendor.deepgramFault(fault))]
      case .utteranceEnd, .speechStarted, .metadata, .unknown: return []
      }
    } catch {
      return [.fail(vendor.unusable(error))]
    }
  }

  private mutating func take(_ result: DeepgramResults, at now: MediaTime) -> [TranscriptAction] {
    let end = result.start + result.duration
    heard = max(heard, end)
    results += 1
    if let index = texts.index(at: middle(of: result)) {
      if result.isFinal {
        if !result.transcript.isEmpty { texts.settle(index, key: results, result.transcript) }
        texts.guess(index, "")
      } else {
        texts.guess(index, result.transcript)
      }
    }
    var actions = result.isFinal ? [] : texts.partial()
    if result.isFromFinalize { actions += settled(upTo: end + .milliseconds(50)) }
    return actions + overdue(at: now)
  }

  /// A `Finalize` was answered: the flushes it covers, or if it says of none that it does, the oldest.
  private mutating func settled(upTo end: MediaTime) -> [TranscriptAction] {
    let covered = texts.flushes.filter { $0.mark <= end }.last?.mark ?? texts.flushes.first?.mark
    guard let covered else { return [] }
    let actions = texts.answer { $0.mark <= covered }
    texts.remove { $0.mark <= covered }
    return actions
  }

  mutating func wake(at now: MediaTime) -> [TranscriptAction] { overdue(at: now) }

  private mutating func overdue(at now: MediaTime) -> [TranscriptAction] {
    let heard = heard
    return texts.answer { $0.mark <= heard + Self.slack && now - $0.since >= Self.patience }
  }

  mutating func idle() -> [TranscriptAction] { [.send(DeepgramCommand.keepAlive.message)] }

  var farewell: [UInt8] { DeepgramCommand.closeStream.message }

  private func middle(of result: DeepgramResults) -> MediaTime {
    MediaTime(nanoseconds: result.start.nanoseconds + result.duration.nanoseconds / 2)
  }
}

extension Vendor {
  func deepgramFault(_ fault: DeepgramFault) -> ProviderError {
    switch fault.code {
    case "INVALID_AUTH", "INSUFFICIENT_PERMISSIONS", "PROJECT_NOT_FOUND": refusal(status: 401, said: "")
    case "ASR_PAYMENT_REQUIRED": refusal(status: 402, said: fault.message)
    case "TOO_MANY_REQUESTS": refusal(status: 429, said: fault.message)
    default: failed(fault.code.isEmpty ? "an error" : fault.code, said: fault.message)
    }
  }
}

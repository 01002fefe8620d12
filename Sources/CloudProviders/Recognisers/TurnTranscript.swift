internal import Audio
internal import Providers
internal import Wire

/// Deepgram's Flux as the engine wants it: utterances with flushes, over a vendor that hears turns of its own.
///
/// When a flush comes and the vendor thinks that the turn is over, or may be (`EagerEndOfTurn`, whose text is what
/// `EndOfTurn` would say), its text is the answer at once. Otherwise the turn is ended by force, after a little silence
/// so that all audio before the flush is heard. A caller who goes on in the same utterance begins another turn, and the
/// utterance's text is that of both.
struct TurnTranscript: Transcript {
  private let vendor: Vendor
  private let sampleRate: Int
  private var texts = UtteranceTexts()
  private var sentSamples = 0
  private var heard = MediaTime.zero
  /// Whether the vendor is in a turn, and whether it thinks that it may be over.
  private var isInTurn = false
  private var mayBeOver = false

  private static let patience = MediaTime.milliseconds(400)
  /// Updates come every quarter of a second, and the end of a flush is silence.
  private static let slack = MediaTime.milliseconds(350)
  /// Of a word so short that no update has told of it yet, less than that is silence.
  private static let shortSlack = MediaTime.milliseconds(100)

  init(_ vendor: Vendor, sampleRate: Int) {
    self.vendor = vendor
    self.sampleRate = sampleRate
  }

  private var sentTime: MediaTime { .samples(sentSamples, rate: sampleRate) }

  mutating func begin(utterance: Int) { texts.begin(utterance, at: sentTime) }

  mutating func sent(_ count: Int) { sentSamples += count }

  mutating func flush(_ flush: Int, at now: MediaTime) -> [TranscriptAction] {
    let mark = sentTime
    texts.wait(for: flush, mark: mark, at: now)
    if mark <= heard + (mayBeOver ? Self.slack : Self.shortSlack), mayBeOver || !isInTurn {
      let answer = texts.answer { $0.number == flush }
      texts.remove { $0.number == flush }
      return answer
    }
    // Where no turn has begun none can be ended: the next update tells.
    guard isInTurn else { return [.wake(after: Self.patience)] }
    return [
      .silence(sampleRate / 4), .send(DeepgramCommand.forceEndTurn.message), .wake(after: Self.patience),
    ]
  }

  mutating func end(at now: MediaTime) -> [TranscriptAction] {
    defer { texts.end() }
    return isInTurn && !mayBeOver ? [.send(DeepgramCommand.forceEndTurn.message)] : []
  }

  mutating func received(_ message: [UInt8], at now: MediaTime) -> [TranscriptAction] {
    do throws(WireError) {
      switch try FluxMessage(parsing: message) {
      case .turn(let turn): return take(turn, at: now)
      case .error(let fault): return [.fail(vendor.deepgramFault(fault))]
      case .connected, .unknown: return []
      }
    } catch {
      return [.fail(vendor.unusable(error))]
    }
  }

  private mutating func take(_ turn: FluxTurn, at now: MediaTime) -> [TranscriptAction] {
    heard = max(heard, turn.audioEnd)
    switch turn.event {
    case .startOfTurn, .turnResumed:
      isInTurn = true
      mayBeOver = false
    case .update: if !turn.transcript.isEmpty { isInTurn = true }
    case .eagerEndOfTurn:
      isInTurn = true
      mayBeOver = true
    case .endOfTurn:
      isInTurn = false
      mayBeOver = false
    }
    note(turn)
    var actions = texts.partial()
    if turn.event == .endOfTurn || turn.event == .eagerEndOfTurn {
      let end = turn.audioEnd + Self.slack
      actions += texts.answer { $0.mark <= end }
    }
    if !isInTurn {
      let heard = heard
      actions += texts.answer { $0.mark <= heard + Self.shortSlack }
    }
    actions += overdue(at: now)
    texts.remove { $0.isAnswered }
    return actions
  }

  /// Gives each utterance its part of the turn: a turn may go on over an utterance's end.
  private mutating func note(_ turn: FluxTurn) {
    let start = turn.words.first?.start ?? turn.audioEnd
    let end = turn.words.last?.start ?? turn.audioEnd
    guard let first = texts.index(at: start) ?? texts.utterances.indices.first,
      let last = texts.index(at: end)
    else { return }
    guard first < last else {
      texts.settle(last, key: turn.index, turn.transcript)
      return
    }
    for index in first...last {
      let words = turn.words.filter { texts.index(at: $0.start) ?? first == index }
      texts.settle(index, key: turn.index, words.map(\.text).joined(separator: " "))
    }
  }

  mutating func wake(at now: MediaTime) -> [TranscriptAction] { overdue(at: now) }

  private mutating func overdue(at now: MediaTime) -> [TranscriptAction] {
    let heard = heard
    return texts.answer { $0.mark <= heard + Self.slack && now - $0.since >= Self.patience }
  }

  /// Flux has no message to keep a socket open: a little silence does.
  mutating func idle() -> [TranscriptAction] { [.silence(sampleRate / 10)] }

  var farewell: [UInt8] { DeepgramCommand.closeStream.message }
}

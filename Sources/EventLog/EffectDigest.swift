internal import Audio
public import CallCore
internal import Conversation
internal import Providers

/// The running digest of a call's effects. Everything an effect says goes in, except the agent's definition, which
/// the log's header names.
public struct EffectDigest: Sendable {
  private var digest = Digest()

  public init() {}

  public mutating func add(_ effect: CallEffect) -> EffectMark {
    let kind = Self.kind(of: effect)
    digest.add(Int(kind))
    addContent(of: effect)
    return EffectMark(kind: kind, digest: digest.short)
  }

  private mutating func addContent(of effect: CallEffect) {
    switch effect {
    case .openUtterance(let number, let start):
      digest.add(number)
      digest.add(start)
    case .flushUtterance(let flush): digest.add(flush)
    case .closeUtterance, .sendClear: break
    case .startReply(let generation, let request):
      digest.add(generation)
      digest.add(request)
    case .cancelReply(let generation), .confirmReply(let generation): digest.add(generation)
    case .transfer(let target): digest.add(target)
    case .startSynthesis(let clause, let text):
      digest.add(clause)
      digest.add(text)
    case .cancelSynthesis(let clause): digest.add(clause)
    case .sendAudio(let count), .sendFade(let count): digest.add(count)
    case .sendMark(let epoch, let clause):
      digest.add(epoch)
      digest.add(clause)
    // What is left is rare and says itself wholly in words.
    case .record(let record):
      digest.add(record.sequence)
      digest.add(record.at)
      digest.add(body: record.body)
    case .observe(let observation): digest.add(observation: observation)
    case .shed(let work): digest.add("\(work)")
    case .end(let reason): digest.add("\(reason)")
    }
  }

  private static func kind(of effect: CallEffect) -> UInt8 {
    switch effect {
    case .openUtterance: 1
    case .flushUtterance: 2
    case .closeUtterance: 3
    case .startReply: 4
    case .cancelReply: 5
    case .startSynthesis: 6
    case .cancelSynthesis: 7
    case .sendAudio: 8
    case .sendMark: 9
    case .sendClear: 10
    case .record: 11
    case .observe: 12
    case .shed: 13
    case .end: 14
    case .sendFade: 15
    case .confirmReply: 16
    case .transfer: 17
    }
  }

  private static let names = [
    "open utterance", "flush utterance", "close utterance", "start reply", "cancel reply", "start synthesis",
    "cancel synthesis", "send audio", "send mark", "send clear", "record", "observe", "shed", "end",
    "send fade", "confirm reply", "transfer",
  ]

  /// The effect's name, for people.
  public static func name(ofKind kind: UInt8) -> String {
    (1...names.count).contains(Int(kind)) ? names[Int(kind) - 1] : "unknown effect \(kind)"
  }
}

extension Digest {
  fileprivate mutating func add(_ time: MediaTime) { add(UInt64(bitPattern: time.nanoseconds)) }

  fileprivate mutating func add(_ request: ReplyRequest) {
    add("\(request.occasion)")
    add(request.wallClock.bitPattern)
    add(request.dialogue.utterances.count)
    for utterance in request.dialogue.utterances {
      add(utterance.speaker == .caller ? 0 : 1)
      add(utterance.text)
      add(utterance.wasCut ? 1 : 0)
    }
    add(request.dialogue.flow)
    add(LogHeader.json(request.dialogue.tools))
    add(request.isConfirmed ? 1 : 0)
  }

  private mutating func add(_ flow: FlowState) { add(LogHeader.json(flow)) }

  /// Times are added to the nanosecond; their text would have whole milliseconds.
  fileprivate mutating func add(body: CallRecord.Body) {
    switch body {
    case .flow(let flow): add(flow)
    case .timing(let timing): add(timing)
    case .callerTurn(_, let start, let end), .agentTurn(_, _, _, let start, let end):
      add(start)
      add(end)
      add("\(body)")
    default: add("\(body)")
    }
  }

  fileprivate mutating func add(observation: CallObservation) {
    switch observation {
    case .flow(let flow): add(flow)
    case .timing(let timing): add(timing)
    default: add("\(observation)")
    }
  }

  private mutating func add(_ timing: TurnTiming) {
    add(timing.turn)
    add(timing.endpointing)
    add(timing.recognition)
    add(timing.reply)
    add(timing.synthesis)
    add(timing.voiceToVoice)
    add(timing.wasSpeculative ? 1 : 0)
  }
}

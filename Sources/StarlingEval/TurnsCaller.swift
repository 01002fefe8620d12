import Audio
import CallCore
import Conversation

/// A caller who follows a dialogue: listens to the agent, disturbs it, interrupts it, answers, and keeps score.
///
/// Positions are samples of the call's audio at 8 kHz, which is also the call's clock.
struct TurnsCaller {
  /// Frames of 20 ms and windows of 32 ms begin together this often. A clip begins at a place in between that is the
  /// item's own, so that the same words always fall the same way into both.
  private static let grid = 1_280
  /// Of waiting for a turn to be noticed, and for the agent to say something, before it is given up.
  private static let turnPatience = 5_000 * 8
  private static let callPatience = 15_000 * 8

  /// What is true of the turn that goes on: its pauses and its end, as positions.
  struct Truth {
    var expects: AnswerKind
    var isInterruption: Bool
    var pauses: [Range<Int>]
    var end: Int
  }

  private struct Turn {
    var clip: TurnsClip
    var start: Int
    var result: TurnsResults.Turn
    var end: Int { start + clip.samples.count }
  }

  private struct Disturbance {
    var start: Int
    var end: Int
    var result: TurnsResults.Disturbance
  }

  private enum Owner { case nobody, turn, disturbance }

  private let dialogue: TurnsDialogue
  private(set) var results = TurnsResults()
  private var item = 0
  private var sounding: TurnsClip?
  private var sounded = 0
  /// Where the sound that is being made began, or will begin; before anything is planned, where the last one did.
  var soundStart: Int { sounding != nil ? sounded : answerAt ?? disturbAt ?? sounded }
  private var turn: Turn?
  /// The last one, whose consequences may still come.
  private var disturbance: Disturbance?
  private var disturbAt: Int?
  private var isDisturbed = false
  private var answerAt: Int?
  private var hold: (owner: Owner, since: Int)?
  private var alarm: TurnsResults.FalseAlarm?
  private var agentUntil = 0
  private var lastTurnEnd = 0
  private var partial = ""

  init(_ dialogue: TurnsDialogue) { self.dialogue = dialogue }

  var isDone: Bool { item >= dialogue.items.count }
  /// Which of the items the agent's next reply asks for.
  var wantedItem: Int { turn.map { $0.result.isInterruption ? item : item + 1 } ?? item }
  var truth: Truth? {
    turn.map { turn in
      let start = turn.start
      return Truth(
        expects: turn.result.expects, isInterruption: turn.result.isInterruption,
        pauses: turn.clip.pauses.map { start + $0.samples.lowerBound..<start + $0.samples.upperBound },
        end: turn.end)
    }
  }

  /// The caller's own sound in the 160 samples from `position` on.
  mutating func frame(at position: Int) -> [Int16] {
    if let at = disturbAt, position + 160 > at { disturb(at: at) }
    if let at = answerAt, position + 160 > at, sounding == nil { answer(at: at) }
    giveUpIfDue(at: position)
    guard let clip = sounding else { return [] }
    let from = position - sounded
    if from + 160 >= clip.samples.count { sounding = nil }
    return (from..<from + 160).map { clip.samples.indices.contains($0) ? clip.samples[$0] : 0 }
  }

  // MARK: Doing

  private mutating func disturb(at position: Int) {
    disturbAt = nil
    isDisturbed = true
    guard let planned = dialogue.items[item].disturbance, sounding == nil else { return }
    sounding = planned.clip
    sounded = position
    if planned.kind == .interruption {
      begin(planned.clip, at: position, isInterruption: true)
    } else {
      closeDisturbance()
      disturbance = Disturbance(
        start: position, end: position + planned.clip.samples.count,
        result: .init(kind: planned.kind, name: planned.name, condition: dialogue.condition))
    }
  }

  private mutating func answer(at position: Int) {
    answerAt = nil
    let clip = dialogue.items[item].answer
    sounding = clip
    sounded = position
    begin(clip, at: position, isInterruption: false)
  }

  private mutating func begin(_ clip: TurnsClip, at position: Int, isInterruption: Bool) {
    answerAt = nil
    turn = Turn(
      clip: clip, start: position,
      result: .init(
        text: clip.text, expects: dialogue.items[item].expects, condition: dialogue.condition,
        voice: dialogue.voice.name, isInterruption: isInterruption,
        pauses: clip.pauses.map { .init(kind: $0.kind, milliseconds: $0.samples.count / 8) }))
  }

  private mutating func giveUpIfDue(at position: Int) {
    if let turn, position > turn.end + Self.turnPatience { close(turn) }
    if turn == nil, sounding == nil, position > max(agentUntil, lastTurnEnd) + Self.callPatience {
      results.abandoned += 1
      item = dialogue.items.count
    }
  }

  private mutating func close(_ turn: Turn) {
    results.turns.append(turn.result)
    lastTurnEnd = turn.end
    self.turn = nil
    if !turn.result.isInterruption {
      item += 1
      isDisturbed = false
    }
  }

  private mutating func closeDisturbance() {
    if let disturbance { results.disturbances.append(disturbance.result) }
    disturbance = nil
  }

  // MARK: Hearing

  /// Audio of the agent goes out that will have been played at `until`.
  mutating func agentSends(until: Int, at position: Int) {
    if agentUntil <= position, turn == nil, !isDone {
      answerAt = nil
      if !isDisturbed, disturbAt == nil, let planned = dialogue.items[item].disturbance {
        disturbAt = start(from: position + planned.after)
      }
    }
    results.agentSeconds[dialogue.condition.rawValue, default: 0] +=
      Double(until - max(agentUntil, position)) / 8_000
    agentUntil = until
  }

  mutating func agentCleared(at position: Int) {
    results.agentSeconds[dialogue.condition.rawValue, default: 0] -=
      Double(max(0, agentUntil - position)) / 8_000
    agentUntil = position
    guard var turn, turn.result.isInterruption, turn.result.clear == nil else { return }
    turn.result.clear = Double(position - turn.start) / 8
    self.turn = turn
  }

  /// Everything the agent wants to say has been sent: it ends within the lead.
  mutating func agentNearlyDone(at position: Int) {
    guard turn == nil, !isDone, sounding == nil, disturbAt == nil, dialogue.items[item].gap == nil else {
      return
    }
    answerAt = start(from: position)
  }

  mutating func heard(_ observation: CallObservation, at position: Int) {
    switch observation {
    case .agentHeld: held(at: position)
    case .agentResumed: released(at: position, stopped: false)
    case .agentTurn(_, let wasCut): agentEnded(wasCut: wasCut, at: position)
    case .callerTurn(let text): turnConfirmed(text, at: position)
    case .callerPartial(let text): partial = text
    default: break
    }
  }

  private mutating func held(at position: Int) {
    if turn != nil {
      hold = (.turn, position)
    } else if var disturbance, position < disturbance.end + 4_800 {
      disturbance.result.holds += 1
      self.disturbance = disturbance
      hold = (.disturbance, position)
    } else {
      alarm = .init(condition: dialogue.condition)
      hold = (.nobody, position)
    }
  }

  private mutating func released(at position: Int, stopped: Bool) {
    guard let (owner, since) = hold else { return }
    hold = nil
    let length = Double(position - since) / 8
    switch owner {
    case .turn: break
    case .disturbance:
      disturbance?.result.held += length
      if stopped {
        disturbance?.result.stopped = true
        disturbance?.result.understood = partial
      }
    case .nobody:
      if var alarm {
        alarm.held = length
        alarm.stopped = stopped
        alarm.understood = partial
        results.falseAlarms.append(alarm)
      }
      alarm = nil
    }
  }

  private mutating func agentEnded(wasCut: Bool, at position: Int) {
    if hold != nil { released(at: position, stopped: wasCut) }
    guard turn == nil, !isDone, !wasCut else { return }
    disturbAt = nil
    if answerAt == nil { answerAt = start(from: position + (dialogue.items[item].gap ?? 1_600)) }
  }

  private mutating func turnConfirmed(_ text: String, at position: Int) {
    guard var turn else {
      if disturbance == nil || position > (disturbance?.end ?? 0) + 24_000 { results.inventedTurns += 1 }
      return
    }
    turn.result.understood += turn.result.understood.isEmpty ? text : " / \(text)"
    guard position >= turn.end else {
      let begun = turn.clip.pauses.lastIndex { turn.start + $0.samples.lowerBound <= position }
      // Before the first pause only what was said before this turn can have been confirmed.
      if let begun { turn.result.pauses[begun].wasCut = true }
      self.turn = turn
      return
    }
    turn.result.wait = Double(position - turn.end) / 8
    close(turn)
  }

  mutating func hangUp(at position: Int) {
    closeDisturbance()
    results.seconds = Double(position) / 8_000
  }

  private func start(from position: Int) -> Int {
    (position + Self.grid - 1) / Self.grid * Self.grid + dialogue.items[item].phase
  }
}

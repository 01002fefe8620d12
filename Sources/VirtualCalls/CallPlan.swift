internal import Audio
internal import CallCore
internal import TurnTaking

/// What is settled about a virtual call before it begins.
struct CallPlan {
  var faults: FaultSet
  var settings: CallSettings
  var agent: Int
  /// How long a message takes to the carrier, and an event from it.
  var delay: MediaTime
  /// How late the engine's timers are.
  var lateness: MediaTime
  /// The model hangs up with this reply to a turn.
  var turnsUntilGoodbye: Int
  /// What ends the call from outside, if anything does, and when.
  var doom: (fault: Fault, at: MediaTime)?
  /// The model delivers a whole reply at once.
  var repliesAtOnce: Bool

  /// Faults that end a call; at most one of them is in store.
  private static let dooms: [Fault] = [
    .hangUp, .hangUp, .hangUp, .connectionLost, .outboundStalled, .mediaStops, .shutdown,
  ]
  /// What happens in every other call or so, because that is how people are.
  private static let common: [Fault] = [
    .bargeIn, .backchannel, .cough, .midSentencePause, .partialsChange, .jitter, .bursts,
  ]

  /// - Parameter only: the faults that may strike; the dice fall alike whatever it is.
  init(dice: inout Dice, only: FaultSet) {
    var faults = FaultSet()
    let isFair = dice.chance(15)
    // Bad things seldom come alone, but rarely come all at once.
    let share = dice.chance(10) ? 25 : 5
    for fault in Fault.allCases where dice.chance(share) && !isFair { faults.insert(fault) }
    for fault in Self.common where dice.chance(35) { faults.insert(fault) }
    let doom = Self.dooms[dice.below(Self.dooms.count)]
    for fault in Self.dooms { faults.remove(fault) }
    let isDoomed = dice.chance(30)
    let doomedAt = dice.time(0...(dice.chance(50) ? 12_000 : 40_000))
    if isDoomed { faults.insert(doom) }
    faults = faults.intersection(only)
    self.faults = faults
    self.doom = faults.contains(doom) ? (doom, doomedAt) : nil

    settings = CallSettings(sampleRate: Self.rate(&dice))
    if dice.chance(10) { settings.messageLength = .milliseconds(40) }
    if dice.chance(10) { settings.sendLead = .milliseconds(200) }
    if dice.chance(10) { settings.endpointing.fixed = dice.time(0...1_000) }
    if dice.chance(5) { settings.greets = false }
    if dice.chance(30) { settings.fillerDelay = dice.time(300...2_500) }
    // Samples tell where they come from, which a fade would hide; what `Playout` fades its own tests hear.
    settings.fadeTime = .zero
    agent = dice.below(4)
    delay = dice.time(5...(faults.contains(.jitter) ? 120 : 60))
    lateness = dice.time(0...(faults.contains(.lateTimers) ? 150 : 5))
    turnsUntilGoodbye = dice.within(1...4)
    repliesAtOnce = dice.chance(50)
  }

  /// Low rates cost little; the real ones, and one whose samples are no whole nanoseconds, come often enough.
  private static func rate(_ dice: inout Dice) -> Int {
    switch dice.below(200) {
    case 0: 8_000
    case 1: 16_000
    case 2: 24_000
    case 3..<50: 300
    default: 400
    }
  }
}

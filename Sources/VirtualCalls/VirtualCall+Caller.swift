internal import Audio
internal import CallCore
internal import Providers

// The caller: talks, interrupts, coughs, dials, keeps silent; and the recogniser who listens.
extension VirtualCall {
  // MARK: What the caller does

  mutating func callerActs() {
    guard !callerIsSilent else { return }
    if strikes(.silentCaller, 30) {
      callerIsSilent = true
      return
    }
    if strikes(.babble, 30) { return babble() }
    if strikes(.digits, 30) { return dial() }
    let isAudible = carrier.playedUntil > now
    if isAudible || judge.voice == nil && plan.faults.contains(.talksOverGreeting) {
      if !isAudible, strikes(.talksOverGreeting, 60) { return say(phrase(), after: dice.time(0...600)) }
      if strikes(.backchannel, 25) { return say(pick(Phrases.backchannels), after: dice.time(0...1_500)) }
      if strikes(.cough, 25) { return cough() }
      if strikes(.echo, 15) { return hearItself() }
      if strikes(.bargeIn, 50) { return say(phrase(), after: dice.time(0...2_000)) }
      return actLater(carrier.playedUntil + dice.time(150...900))
    }
    if strikes(.cough, 10) { return cough() }
    // Nobody answers a question that was not put.
    if judge.voice == lastHeardVoice, patience > 0 {
      patience -= 1
      return actLater(now + dice.time(600...2_500))
    }
    patience = 3
    say(phrase(), after: .zero)
  }

  private mutating func actLater(_ time: MediaTime) { agenda.add(.callerActs, at: max(now, time)) }

  private mutating func pick(_ lines: [[String]]) -> [String] { lines[dice.below(lines.count)] }

  private mutating func phrase() -> [String] { pick(Phrases.caller) }

  private mutating func say(_ line: [String], after wait: MediaTime) {
    lastHeardVoice = judge.voice
    var speech = CallerSpeech(beginnings: line, start: now + wait, wordTime: dice.time(180...380))
    if line.count > 2, strikes(.midSentencePause) {
      speech.pauseAfter = dice.within(1...line.count - 1)
      speech.pause = dice.time(300...1_600)
    }
    speeches.append(speech)
    let voice = listener()
    begins(speech.start, voice)
    if speech.pause > .zero {
      let breath = speech.end(of: speech.pauseAfter - 1)
      ends(breath, voice)
      begins(breath + speech.pause, voice)
    }
    ends(speech.end, voice)
    actLater(speech.end + dice.time(300...900))
  }

  private mutating func cough() {
    var speech = CallerSpeech(beginnings: [], start: now + dice.time(0...1_500), wordTime: .zero)
    speech.noise = dice.time(100...500)
    let voice = listener()
    begins(speech.start, voice)
    ends(speech.end, voice)
    actLater(speech.end + dice.time(300...1_500))
  }

  /// The agent's own voice comes back, and is known as that; sometimes after the recogniser made words of it.
  private mutating func hearItself() {
    let start = now + dice.time(0...800)
    let length = strikes(.lateEcho) ? dice.time(600...2_500) : dice.time(60...400)
    if length > .milliseconds(600) {
      speeches.append(CallerSpeech(beginnings: phrase(), start: start, wordTime: dice.time(180...380)))
    }
    let voice = listener()
    begins(start, voice)
    deliver(.echo, at: start + voice + length)
    actLater(start + length + dice.time(300...1_500))
  }

  /// Talks without end: sometimes in words, always without a pause.
  private mutating func babble() {
    callerIsSilent = true
    let line = pick(Phrases.caller)
    speeches.append(CallerSpeech(beginnings: line, start: now, wordTime: dice.time(200...9_000)))
    begins(now, listener())
  }

  private mutating func dial() {
    let count = dice.within(1...6)
    var time = now
    for _ in 0..<count {
      deliver(.digit(Self.keys[dice.below(Self.keys.count)]), at: time)
      time += dice.time(80...600)
    }
    actLater(time + dice.time(500...4_000))
  }

  private static let keys: [Character] = ["0", "1", "2", "5", "9", "*", "#"]

  /// How long after the fact speech is noticed.
  private mutating func listener() -> MediaTime {
    let delay = mediaLag + dice.time(60...160)
    return strikes(.lateVoiceActivity) ? delay + dice.time(50...700) : delay
  }

  private mutating func begins(_ time: MediaTime, _ delay: MediaTime) {
    deliver(.speechStarted(at: position(at: time + mediaLag)), at: time + delay)
  }

  private mutating func ends(_ time: MediaTime, _ delay: MediaTime) {
    deliver(.speechEnded(at: position(at: time + mediaLag)), at: time + delay + .milliseconds(160))
  }

  // MARK: What the recogniser makes of it

  mutating func openedUtterance(_ number: Int, from start: MediaTime) {
    utteranceFrom = (answeredAt ?? .zero) + mediaLag + start - .milliseconds(600)
    agenda.add(.partial(utterance: number), at: now + dice.time(150...400))
  }

  /// What was said in this utterance up to `time`.
  private func words(until time: MediaTime) -> String {
    var text = ""
    for speech in speeches {
      guard let part = speech.text(from: utteranceFrom, until: time) else { continue }
      text = text.isEmpty ? part : "\(text) \(part)"
    }
    return text
  }

  mutating func partial(of utterance: Int) {
    guard judge.openUtterance == utterance else { return }
    var text = words(until: now - .milliseconds(120))
    if !text.isEmpty {
      if strikes(.partialsChange, 30) { text = pick(Phrases.caller)[0] }
      feed(.recogniser(.partial(utterance: utterance, text: text)))
    }
    // A caller who babbles is listened to less often: nothing new is in it.
    agenda.add(
      .partial(utterance: utterance), at: now + dice.time(callerIsSilent ? 1_500...3_000 : 250...450))
  }

  mutating func recognise(_ flush: Int) {
    let number = judge.lastUtterance
    var text = words(until: now)
    if strikes(.recogniserFails, 25) {
      return deliver(.recogniser(.failed(.overloaded("too many calls"))), at: now + dice.time(0...300))
    }
    if strikes(.finalNever, 30) { return }
    var time = now + dice.time(30...350)
    if strikes(.finalLate) { time += dice.time(500...4_000) }
    if strikes(.finalEmpty, 30) { text = "" }
    if strikes(.finalForOldUtterance) {
      let old = RecogniserEvent.final(utterance: number - 1, flush: flush, text: "from long ago")
      deliver(.recogniser(old), at: time)
    }
    deliver(.recogniser(.final(utterance: number, flush: flush, text: text)), at: time)
    if strikes(.finalTwice) {
      let again = RecogniserEvent.final(utterance: number, flush: flush, text: text)
      deliver(.recogniser(again), at: time + dice.time(0...600))
    }
    if strikes(.finalContradicted) {
      let other = dice.chance(30) ? "" : dice.chance(40) ? "uh-huh" : phrase()[0]
      let event = RecogniserEvent.final(utterance: number, flush: flush, text: other)
      deliver(.recogniser(event), at: time + dice.time(0...600))
    }
    if strikes(.partialAfterFinal) {
      let late = RecogniserEvent.partial(utterance: number, text: phrase()[0])
      deliver(.recogniser(late), at: time + dice.time(0...300))
    }
  }
}

import Conversation

/// Makes dialogues from a seed: who calls, what they say, where they pause and for how long, and what goes on meanwhile.
struct TurnsDialogueMaker {
  let lines: TurnsLines
  let voices: [TurnsVoice]
  let recordings: TurnsRecordings
  let studio: TurnsStudio
  let seed: UInt64

  /// What is particular to one caller.
  private struct Rhythm {
    /// The caller's usual pause, in ms, and how much pauses differ.
    var pause: Double
    var spread: Double
    /// How often a place for a pause is used, against the average caller.
    var eagerness: Double
    /// The caller's loudness against -20 dBFS.
    var gain: Double
  }

  func dialogue(_ index: Int, items count: Int, condition: TurnsCondition? = nil) throws -> TurnsDialogue {
    var random = VADRandom(seed: seed &* 1_000_003 &+ UInt64(index))
    let voice = voices[index % voices.count]
    let rhythm = Rhythm(
      pause: Double.random(in: 380...850, using: &random), spread: 0.25,
      eagerness: Double.random(in: 0.6...1.4, using: &random),
      gain: Double.random(in: -5...3, using: &random))
    let condition = condition ?? TurnsCondition.mix[(index / voices.count) % TurnsCondition.mix.count]
    var items: [TurnsDialogue.Item] = []
    for number in 0..<count {
      items.append(try item(number, voice, rhythm, &random))
    }
    return TurnsDialogue(
      index: index, voice: voice, condition: condition, items: items,
      backgroundStart: Int.random(in: 0..<100_000, using: &random))
  }

  // MARK: Items

  private func item(
    _ number: Int, _ voice: TurnsVoice, _ rhythm: Rhythm, _ random: inout VADRandom
  ) throws -> TurnsDialogue.Item {
    let isRecorded = voice.source == .recordings
    let expects = expected(isRecorded: isRecorded, &random)
    let answer = try answer(expects, voice, rhythm, &random)
    let overlaps = random.uniform() < 0.1
    let gap = Int.random(in: 1_600...7_200, using: &random)
    return TurnsDialogue.Item(
      expects: expects, question: TurnsLines.questions[number % TurnsLines.questions.count],
      answer: answer, gap: overlaps ? nil : gap,
      disturbance: try disturbance(number, voice, rhythm, &random),
      phase: Int.random(in: 0..<1_280, using: &random))
  }

  private func expected(isRecorded: Bool, _ random: inout VADRandom) -> AnswerKind {
    let dice = random.uniform()
    if isRecorded { return dice < 0.8 ? .open : .spelled }
    return dice < 0.2 ? .yesNo : dice < 0.4 ? .shortValue : dice < 0.85 ? .open : .spelled
  }

  private func answer(
    _ expects: AnswerKind, _ voice: TurnsVoice, _ rhythm: Rhythm, _ random: inout VADRandom
  ) throws -> TurnsClip {
    var clip: TurnsClip
    if voice.source == .recordings {
      clip = expects == .spelled ? recordedNumber(rhythm, &random) : recordedLine(rhythm, &random)
    } else {
      let text: String? =
        switch expects {
        case .open: lines.open.randomElement(using: &random)
        case .yesNo: lines.yesNo.randomElement(using: &random)
        case .shortValue: lines.short.randomElement(using: &random)
        case .spelled: spelled(&random)
        }
      clip = try speak(text ?? "", voice, rhythm, &random)
    }
    return clip.raised(by: rhythm.gain)
  }

  private func disturbance(
    _ number: Int, _ voice: TurnsVoice, _ rhythm: Rhythm, _ random: inout VADRandom
  ) throws -> TurnsDialogue.Disturbance? {
    let dice = random.uniform()
    let after = Int.random(in: 8_000...20_000, using: &random)
    let isRecorded = voice.source == .recordings
    let kind: TurnsDialogue.Disturbance.Kind
    switch dice {
    case ..<0.25: kind = isRecorded ? .cough : .backchannel
    case ..<0.42: kind = .cough
    case ..<0.52: kind = .noise
    case ..<0.75: kind = .interruption
    case ..<0.87 where !isRecorded: kind = .demand
    default: return nil
    }
    var name = ""
    var clip = TurnsClip(text: "")
    switch kind {
    case .cough, .noise:
      let sounds: [TurnsSound] = kind == .cough ? [.cough, .throat] : [.slam, .keys, .breath]
      let sound = sounds.randomElement(using: &random) ?? .cough
      name = sound.rawValue
      clip = TurnsClip(text: "", samples: sound.samples(&random))
    case .backchannel:
      name = lines.backchannels.randomElement(using: &random) ?? ""
      // Said under one's breath: quieter than what wants the floor.
      clip = TurnsClip(text: name, samples: try studio.speak(name, voice)).raised(by: rhythm.gain - 4)
    case .demand:
      // Not drawn: what follows is the same as in a call without demands.
      name = lines.demands[(number &+ Int(dice * 10_000)) % lines.demands.count]
      clip = TurnsClip(text: name, samples: try studio.speak(name, voice)).raised(by: rhythm.gain)
    case .interruption where isRecorded:
      clip = recordedLine(rhythm, &random).raised(by: rhythm.gain)
      name = clip.text
    case .interruption:
      name = lines.interruptions.randomElement(using: &random) ?? ""
      clip = TurnsClip(text: name, samples: try studio.speak(name, voice)).raised(by: rhythm.gain)
    }
    return TurnsDialogue.Disturbance(kind: kind, name: name, after: after, clip: clip)
  }

  // MARK: Lines

  /// A number in its groups, or an address letter by letter.
  private func spelled(_ random: inout VADRandom) -> String {
    let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    let lead = lines.spelledLeads.randomElement(using: &random) ?? ""
    if random.uniform() < 0.3, let name = lines.names.randomElement(using: &random) {
      let spellsName = random.uniform() < 0.5
      let local = spellsName ? name.map { String($0) }.joined(separator: ", ") : name
      return "\(lead) \(local) - at gmail - dot com."
    }
    let digits = (0..<10).map { _ in words[Int.random(in: 0..<10, using: &random)] }
    let groups = [digits[0..<3], digits[3..<6], digits[6..<10]].map { $0.joined(separator: " ") }
    return "\(lead) \(groups.joined(separator: " - "))."
  }

  /// Speaks a line piece by piece, with exact silence at the places that are used.
  private func speak(
    _ line: String, _ voice: TurnsVoice, _ rhythm: Rhythm, _ random: inout VADRandom
  ) throws -> TurnsClip {
    let marks: [(String, TurnsClip.PauseKind)] = [
      ("/", .phrase), ("|", .clause), ("~", .filler), ("^", .sentence), ("-", .spelled),
    ]
    var clip = TurnsClip(
      text: line.split(separator: " ").filter { $0.count > 1 || $0.first?.isLetter == true }
        .joined(separator: " "))
    var piece: [Substring] = []
    for word in line.split(separator: " ") {
      guard let (_, kind) = marks.first(where: { $0.0 == word }) else {
        piece.append(word)
        continue
      }
      guard random.uniform() < Self.chance(kind) * rhythm.eagerness else { continue }
      clip.speak(try studio.speak(Self.breath(piece, before: kind), voice))
      clip.pause(kind, samples: length(rhythm, &random))
      piece = []
    }
    clip.speak(try studio.speak(piece.joined(separator: " "), voice))
    return clip
  }

  /// The words before a pause, with the mark that makes a voice keep its pitch up.
  private static func breath(_ piece: [Substring], before kind: TurnsClip.PauseKind) -> String {
    let text = piece.joined(separator: " ")
    return kind == .spelled ? text + "," : text
  }

  private func recordedLine(_ rhythm: Rhythm, _ random: inout VADRandom) -> TurnsClip {
    guard let line = recordings.lines.randomElement(using: &random) else { return TurnsClip(text: "") }
    var clip = TurnsClip(text: line.text)
    guard let border = line.border, random.uniform() < Self.chance(border.kind) * rhythm.eagerness * 1.5
    else {
      clip.speak(line.samples)
      return clip
    }
    clip.speak(TurnsClip.trimmed(Array(line.samples[..<border.at])))
    clip.pause(border.kind, samples: length(rhythm, &random))
    clip.speak(TurnsClip.trimmed(Array(line.samples[border.at...])))
    return clip
  }

  private func recordedNumber(_ rhythm: Rhythm, _ random: inout VADRandom) -> TurnsClip {
    var clip = TurnsClip(text: "(ten digits)")
    for position in 0..<10 {
      clip.speak(recordings.digits[Int.random(in: 0..<10, using: &random)])
      guard position < 9 else { break }
      let isBorder = position == 2 || position == 5
      if isBorder, random.uniform() < Self.chance(.spelled) * rhythm.eagerness {
        clip.pause(.spelled, samples: length(rhythm, &random))
      } else {
        clip.speak([Int16](repeating: 0, count: 480))
      }
    }
    return clip
  }

  private static func chance(_ kind: TurnsClip.PauseKind) -> Double {
    switch kind {
    case .phrase: 0.35
    case .clause: 0.4
    case .filler: 0.9
    case .sentence: 0.3
    case .spelled: 0.75
    }
  }

  /// 0.3 to 1.2 s, around what is usual for the caller.
  private func length(_ rhythm: Rhythm, _ random: inout VADRandom) -> Int {
    let factor = 1 + rhythm.spread * max(-2, min(2, random.normal()))
    return Int(min(1_200, max(300, rhythm.pause * factor))) * 8
  }
}

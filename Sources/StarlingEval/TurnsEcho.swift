import Audio
import TurnTaking

/// How well the agent's own voice is told from callers: real speech on both sides, echoes made of it.
///
/// An echo is 15 to 30 dB weaker than the voice, comes 20 to 480 ms later, bent by a small room, over faint noise and
/// through G.711. The agent falls silent for what is not known as an echo at once, and with it the echo.
struct TurnsEcho {
  /// Shares in percent of so many sounds, and how long it took in milliseconds.
  struct Row: Sendable, Codable {
    var name: String
    var count = 0
    var taken = 0
    /// Kept back before anyone heard of them.
    var kept = 0
    var times: [Double] = []
  }

  let agent: [[Int16]]
  let callers: [[Int16]]
  private var random: VADRandom

  init(agent: [[Int16]], callers: [[Int16]], seed: UInt64) {
    self.agent = agent
    self.callers = callers
    random = VADRandom(seed: seed &+ 77)
  }

  mutating func rows(_ count: Int) -> [Row] {
    var rows = [
      Row(name: "the first echo of a call"), Row(name: "later echoes"),
      Row(name: "callers"), Row(name: "callers after echoes"), Row(name: "callers over an echo"),
    ]
    for _ in 0..<count {
      let path = Path(&random)
      var watch = EchoWatch(sampleRate: WERTrack.rate)
      let scene = Scene(path: path, agent: agent, random: &random)
      scene.note(scene.echo(&watch, &random), in: &rows[0])
      scene.note(scene.echo(&watch, &random), in: &rows[1])
      let words = callers[Int.random(in: 0..<callers.count, using: &random)]
      scene.note(scene.caller(words, hasEcho: true, &watch, &random), in: &rows[4])
      var fresh = EchoWatch(sampleRate: WERTrack.rate)
      scene.note(scene.caller(words, hasEcho: false, &fresh, &random), in: &rows[2])
      scene.note(scene.caller(words, hasEcho: false, &watch, &random), in: &rows[3])
    }
    return rows
  }

  /// What one search over all delays takes here, in milliseconds, on average over callers who talk over the agent.
  func searchCost() -> Double {
    var total = Duration.zero
    var searches = 0
    for (index, words) in callers.enumerated() {
      let line = agent[index % agent.count]
      var watch = EchoWatch(sampleRate: WERTrack.rate)
      for position in stride(from: 0, to: min(line.count, words.count) - 160, by: 160) {
        let (played, heard) = (
          Array(line[position..<position + 160]), Array(words[position..<position + 160])
        )
        watch.append(played: played.span, heard: heard.span, isPlaying: true)
        if position == 6_400 { _ = watch.judge(.speechStarted(at: position)) }
        let before = watch.searched
        let took = ContinuousClock().measure { _ = watch.look() }
        guard watch.searched > before else { continue }
        total += took
        searches += 1
      }
    }
    return searches == 0 ? 0 : Double(total.components.attoseconds) / 1e15 / Double(searches)
  }

  /// Of all echoes, or of all callers, how many were taken for echoes; in percent.
  static func share(of rows: [Row], areEchoes: Bool) -> Double {
    let rows = areEchoes ? rows.prefix(2) : rows.dropFirst(2)
    return TurnsReport.percent(rows.reduce(0) { $0 + $1.taken }, of: rows.reduce(0) { $0 + $1.count })
  }

  /// From the carrier's loudspeaker back into its microphone.
  private struct Path {
    var gain: Double
    /// Of what was played, in samples: the direct way and some around the room.
    var taps: [(delay: Int, gain: Double)]

    init(_ random: inout VADRandom) {
      gain = TurnsMath.factor(decibels: -Double.random(in: 15...30, using: &random))
      let delay = Int.random(in: 160...3_840, using: &random)
      taps = [(delay, 1)]
      for _ in 0..<5 {
        let further = Int.random(in: 4...160, using: &random)
        taps.append((delay + further, Double.random(in: -0.35...0.35, using: &random)))
      }
    }

    func sample(of track: [Int16], at index: Int) -> Double {
      var sum = 0.0
      for tap in taps where index >= tap.delay && index - tap.delay < track.count {
        sum += Double(track[index - tap.delay]) * tap.gain
      }
      return sum * gain
    }
  }

  /// One outcome: whether the sound was taken for an echo, at once, and how long after its beginning.
  private struct Outcome {
    var isTaken: Bool
    var isKept: Bool
    var time: Double
  }

  private struct Scene {
    let path: Path
    let line: [Int16]

    init(path: Path, agent: [[Int16]], random: inout VADRandom) {
      self.path = path
      line = agent[Int.random(in: 0..<agent.count, using: &random)]
    }

    func note(_ outcome: Outcome, in row: inout Row) {
      row.count += 1
      if outcome.isTaken { row.taken += 1 }
      if outcome.isKept { row.kept += 1 }
      if outcome.isTaken { row.times.append(outcome.time) }
    }

    /// The detector hears the echo somewhere in the line, where it is loud.
    func echo(_ watch: inout EchoWatch, _ random: inout VADRandom) -> Outcome {
      let loud = stride(from: 800, to: line.count - 4_000, by: 80).filter { start in
        line[start..<start + 480].reduce(0) { max($0, Int($1.magnitude)) } > 6_000
      }
      let onset = (loud.randomElement(using: &random) ?? 800) + (path.taps.first?.delay ?? 0)
      return play(onset: onset, words: [], hasEcho: true, &watch, &random)
    }

    func caller(
      _ words: [Int16], hasEcho: Bool, _ watch: inout EchoWatch, _ random: inout VADRandom
    ) -> Outcome {
      let onset = Int.random(in: 2_400...max(2_401, line.count / 2), using: &random)
      return play(onset: onset, words: words, hasEcho: hasEcho, &watch, &random)
    }

    private func play(
      onset: Int, words: [Int16], hasEcho: Bool, _ watch: inout EchoWatch, _ random: inout VADRandom
    ) -> Outcome {
      var track = line
      var isTold = false
      var ends: Int?
      let noticed = 480 + Int.random(in: 0..<256, using: &random)
      let limit = onset + max(words.count, 8_000)
      var position = 0
      let base = Self.silence(of: 12_000, &watch)
      while position < limit {
        let frame = (position..<position + 160).map { index in
          let own = words.indices.contains(index - onset) ? Double(words[index - onset]) : 0
          let noise = random.normal() * 8
          let value = own + noise + (hasEcho ? path.sample(of: track, at: index) : 0)
          return TelephoneLine.carried(value)
        }
        let played = (position..<position + 160).map { $0 < track.count ? track[$0] : 0 }
        watch.append(played: played.span, heard: frame.span, isPlaying: position < track.count)
        position += 160
        let elapsed = Double(position - onset) / 8
        if watch.look() == .echo { return Outcome(isTaken: true, isKept: false, time: elapsed) }
        if !isTold, position >= onset + noticed {
          isTold = true
          guard watch.judge(.speechStarted(at: base + onset)) != nil else {
            return Outcome(isTaken: true, isKept: true, time: elapsed)
          }
          // The agent makes room.
          track.removeLast(max(0, track.count - position))
          let echoEnd = position + (path.taps.last?.delay ?? 0)
          ends = words.isEmpty ? echoEnd : onset + words.count
        }
        if let ends, position >= ends + 800 {
          let isEcho = watch.judge(.speechEnded(at: base + ends)) == .echo
          return Outcome(isTaken: isEcho, isKept: false, time: elapsed)
        }
      }
      return Outcome(isTaken: false, isKept: false, time: 0)
    }

    /// Time passes between two sounds; returns where the call's audio stands.
    private static func silence(of count: Int, _ watch: inout EchoWatch) -> Int {
      let nothing = [Int16](repeating: 0, count: 160)
      for _ in 0..<count / 160 { watch.append(played: nothing.span, heard: nothing.span, isPlaying: false) }
      return watch.position
    }
  }
}

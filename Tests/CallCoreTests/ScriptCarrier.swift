import Audio

/// A carrier that plays what it is sent at real-time speed, some network away, and remembers exactly what was heard.
///
/// What is sent takes `delay` to arrive, never overtaking what was sent before; a clear drops what has arrived and was
/// not played. Marks come back when what lies before them was played, later still or never.
final class ScriptCarrier {
  struct Network {
    /// One way, at least and at most.
    var least = MediaTime.milliseconds(20)
    var most = MediaTime.milliseconds(20)
    /// The part of marks that never comes back, 0 to 1, and how much later than the network some do.
    var lostMarks = 0.0
    var lateMarks = MediaTime.zero
  }

  private let network: Network
  private var random: SplitMix64
  /// What the caller heard, with the time of every stretch.
  private(set) var heard: [(at: MediaTime, samples: [Int16])] = []
  private var queue: [(from: MediaTime, samples: [Int16])] = []
  private var queueEnd = MediaTime.zero
  private var lastArrival = MediaTime.zero
  private var marks: [(due: MediaTime, played: MediaTime, epoch: Int, clause: Int)] = []
  private var deadline: MediaTime?
  private(set) var fades = 0

  init(_ network: Network = Network(), seed: UInt64 = 1) {
    self.network = network
    random = SplitMix64(seed: seed)
  }

  private func arrival(of now: MediaTime) -> MediaTime {
    let spread = UInt64(max(0, (network.most - network.least).nanoseconds))
    let delay = network.least + MediaTime(nanoseconds: Int64(random.next() % (spread + 1)))
    lastArrival = max(lastArrival, now + delay)
    return lastArrival
  }

  func take(_ samples: [Int16], until: MediaTime, at now: MediaTime) {
    let start = max(arrival(of: now), queueEnd)
    queue.append((start, samples))
    queueEnd = start + .samples(samples.count, rate: CallScript.rate)
  }

  func takeFade(_ samples: [Int16], at now: MediaTime) {
    fades += 1
    take(samples, until: now, at: now)
  }

  func take(epoch: Int, clause: Int, at now: MediaTime) {
    let played = max(arrival(of: now), queueEnd)
    guard Double(random.next() % 1_000) >= network.lostMarks * 1_000 else { return }
    let back = network.least + network.lateMarks
    marks.append((played + back, played, epoch, clause))
  }

  /// What the carrier holds when the clear reaches it is dropped.
  func clear(at now: MediaTime) {
    let moment = arrival(of: now)
    play(until: moment)
    queue.removeAll()
    queueEnd = moment
    marks.removeAll { $0.played > moment }
  }

  var nextMark: MediaTime? { marks.map(\.due).min() }

  func returnedMark(at now: MediaTime) -> (epoch: Int, clause: Int)? {
    guard let index = marks.firstIndex(where: { $0.due <= now }) else { return nil }
    let mark = marks.remove(at: index)
    return (mark.epoch, mark.clause)
  }

  /// Moves what is played by `moment` to what was heard.
  func play(until moment: MediaTime) {
    while let first = queue.first, first.from < moment {
      let length = MediaTime.samples(first.samples.count, rate: CallScript.rate)
      if first.from + length <= moment {
        heard.append((first.from, first.samples))
        queue.removeFirst()
      } else {
        let count = (moment - first.from).samples(rate: CallScript.rate)
        heard.append((first.from, Array(first.samples[..<count])))
        queue[0] = (moment, Array(first.samples[count...]))
        return
      }
    }
  }

  /// Everything that was heard, without its pauses.
  var heardSamples: [Int16] { heard.flatMap(\.samples) }
}

internal import Audio

/// Both sides of one simulated call at 8 kHz: what the caller said, and what the carrier played to it.
final class CallRecorder {
  static let rate = 8_000
  private(set) var caller: [Int16] = []
  private(set) var agent: [Int16] = []
  private let origin: MediaTime

  init(startedAt: MediaTime) { origin = startedAt }

  func append(caller samples: some Sequence<Int16>) { caller.append(contentsOf: samples) }

  /// Places agent audio where it starts to be heard.
  func place(agent samples: [Int16], from start: MediaTime) {
    let position = max(0, (start - origin).samples(rate: Self.rate))
    if agent.count < position { agent.append(contentsOf: repeatElement(0, count: position - agent.count)) }
    let overlap = min(agent.count - position, samples.count)
    for index in 0..<max(0, overlap) { agent[position + index] = samples[index] }
    agent.append(contentsOf: samples.dropFirst(max(0, overlap)))
  }

  /// What was queued to be heard after `now` is not.
  func cut(at now: MediaTime) {
    let position = max(0, (now - origin).samples(rate: Self.rate))
    if agent.count > position { agent.removeLast(agent.count - position) }
  }
}

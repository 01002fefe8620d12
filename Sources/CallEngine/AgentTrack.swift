/// What the carrier is playing to the caller, rebuilt from what was sent to it: the agent's side of a recording.
///
/// A queue like the carrier's own: sent audio goes in at the back, the caller's frames take as many samples out
/// at the front, a clear empties it. So both sides of a recording stand on one clock, the count of caller
/// samples, and cannot drift apart.
struct AgentTrack {
  private var samples: [Int16]
  private var head = 0
  private(set) var count = 0

  /// - Parameter capacity: samples; more than is ever sent ahead of the caller's ear.
  init(capacity: Int) { samples = [Int16](repeating: 0, count: capacity) }

  /// What does not fit was sent further ahead than the engine ever sends; it is dropped.
  mutating func append(_ input: Span<Int16>) {
    let accepted = min(input.count, samples.count - count)
    var index = (head + count) % samples.count
    for position in 0..<accepted {
      samples[index] = input[position]
      index += 1
      if index == samples.count { index = 0 }
    }
    count += accepted
  }

  mutating func clear() {
    head = 0
    count = 0
  }

  /// Fills the first `wanted` samples of `output`, with silence where nothing is being played.
  mutating func take(_ wanted: Int, into output: inout MutableSpan<Int16>) {
    let available = min(count, wanted)
    for position in 0..<available {
      output[position] = samples[head]
      head += 1
      if head == samples.count { head = 0 }
    }
    count -= available
    for position in available..<wanted { output[position] = 0 }
  }
}

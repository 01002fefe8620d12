internal import Audio

/// What the carrier is playing to the caller, rebuilt from what was sent to it: the agent's side of a recording.
///
/// A queue like the carrier's own: sent audio goes in at the back, the caller's frames take as many samples out
/// at the front, a clear empties it. So both sides of a recording stand on one clock, the count of caller
/// samples, and cannot drift apart.
struct AgentTrack {
  private var circle: SampleCircle
  /// The next sample to be played.
  private var head = 0

  /// - Parameter capacity: samples; more than is ever sent ahead of the caller's ear.
  init(capacity: Int) { circle = SampleCircle(capacity: capacity) }

  var count: Int { circle.end - head }

  /// What does not fit was sent further ahead than the engine ever sends; it is dropped.
  mutating func append(_ input: Span<Int16>) {
    circle.append(input.extracting(first: min(input.count, circle.capacity - count)))
  }

  mutating func clear() { head = circle.end }

  /// Appends `wanted` samples to `output`, silence where nothing is being played.
  mutating func take(_ wanted: Int, onto output: inout [Int16]) {
    let available = min(count, wanted)
    circle.copy(head..<head + available, onto: &output)
    head += available
    if available < wanted { output.append(contentsOf: repeatElement(0, count: wanted - available)) }
  }
}

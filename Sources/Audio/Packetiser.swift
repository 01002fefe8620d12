/// Cuts PCM (s16, mono) that arrives in pieces of any length into frames of exactly one ptime.
///
/// What does not fill a frame is carried over, so no sample is lost, doubled or moved, however the pieces were cut.
public struct Packetiser: ~Copyable, Sendable {
  /// Samples in a frame.
  public let frameSamples: Int
  /// Samples carried over, fewer than a frame.
  public private(set) var carried = 0
  @usableFromInline var carry: [Int16]

  /// - Parameters:
  ///   - sampleRate: in Hz, at most 192 000.
  ///   - ptimeMs: 1 to 1000; 20 in telephony. Together they must make a whole number of samples.
  public init(sampleRate: Int, ptimeMs: Int = 20) {
    precondition(
      (1...192_000).contains(sampleRate) && (1...1000).contains(ptimeMs), "rate or ptime out of range")
    precondition(sampleRate * ptimeMs % 1000 == 0, "a frame must be a whole number of samples")
    frameSamples = sampleRate * ptimeMs / 1000
    carry = Array(repeating: 0, count: frameSamples)
  }

  /// Takes in samples and hands every frame that they complete to `emit`, in order.
  ///
  /// A frame that lies whole within `samples` is handed on without a copy.
  @inlinable
  public mutating func push(_ samples: Span<Int16>, _ emit: (Span<Int16>) -> Void) {
    var position = 0
    if carried > 0 {
      position = fill(from: samples, at: 0)
      guard takeFull() else { return }
      emit(carry.span)
    }
    while samples.count &- position >= frameSamples {
      emit(samples.extracting(position..<position &+ frameSamples))
      position &+= frameSamples
    }
    _ = fill(from: samples, at: position)
  }

  /// Pads what was carried over with silence to a last frame and hands it on; returns how many samples were padded,
  /// 0 when nothing was left.
  @inlinable
  public mutating func flush(_ emit: (Span<Int16>) -> Void) -> Int {
    guard carried > 0 else { return 0 }
    let padding = pad()
    emit(carry.span)
    return padding
  }

  /// Forgets what was carried over.
  public mutating func reset() { carried = 0 }
}

extension Packetiser {
  /// Moves samples into the carry as far as it has room; returns the position after the last one moved.
  @usableFromInline
  mutating func fill(from samples: Span<Int16>, at position: Int) -> Int {
    let start = carried
    let count = min(frameSamples &- start, samples.count &- position)
    var room = carry.mutableSpan
    for i in 0..<count { room[start &+ i] = samples[position &+ i] }
    carried = start &+ count
    return position &+ count
  }

  /// Empties a full carry, whose samples stay readable until the next `fill`; false when it is not full.
  @usableFromInline
  mutating func takeFull() -> Bool {
    guard carried == frameSamples else { return false }
    carried = 0
    return true
  }

  @usableFromInline
  mutating func pad() -> Int {
    let start = carried
    carried = 0
    var room = carry.mutableSpan
    for i in start..<room.count { room[i] = 0 }
    return frameSamples &- start
  }
}

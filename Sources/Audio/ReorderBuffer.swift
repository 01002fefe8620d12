/// Puts inbound frames back into the carrier's order, by their `chunk` numbers.
///
/// While frames come in order they pass straight through, undelayed and uncopied. A frame that comes too early is
/// held until the missing ones arrive, until the span of held frames exceeds the window, or until it has waited as
/// long as the window lasts; then what is missing is given up and reported with the next frame delivered.
///
/// The type reads no clock and owns no timer: `push` and `expire` are told the time. Feed the frames of one track.
public struct ReorderBuffer: ~Copyable, Sendable {
  /// What the buffer had to do, since the call began.
  public struct Counters: Sendable, Hashable {
    /// Frames that came after a later one and were still delivered in order.
    public var reordered = 0
    /// Frames that had come before.
    public var duplicate = 0
    /// Frames that came after they had been given up.
    public var late = 0
    /// Frames given up, some of which may be counted in `late` afterwards.
    public var lost = 0
    /// Jumps too far to be loss or disorder, after which counting began anew.
    public var resynchronised = 0

    public init() {}
  }

  /// The frames that can be held at once.
  public static var slotCount: Int { 4 }
  /// A difference between chunk numbers beyond which the carrier is taken to have begun a new count.
  public static var jumpLimit: Int64 { 500 }

  public private(set) var counters = Counters()
  /// Frames held back at present.
  public private(set) var held = 0
  /// The longest payload that can be held, in bytes; a longer one is never delayed.
  public let maxPayloadBytes: Int

  private let windowFrames: Int64
  private let window: MediaTime
  /// The chunk to deliver next; nil before the first.
  private var next: Int64?
  private var highest: Int64 = 0
  /// Bit n: chunk `next - 1 - n` was delivered.
  private var delivered: UInt64 = 0
  private var slots = InlineArray<4, Slot>(repeating: Slot())
  private var payloads: [UInt8]

  private struct Slot: Sendable {
    var used = false
    var length = 0
    var header = FrameHeader(track: .inbound, arrival: .zero)
    var heldSince = MediaTime.zero
  }

  /// Allocates room for four payloads, once.
  ///
  /// - Parameters:
  ///   - windowFrames: how many frames a missing one is waited for, 1 to 3.
  ///   - ptimeMs: the length of a frame; a frame is never held longer than `windowFrames` of these.
  ///   - maxPayloadBytes: the longest payload that can be held.
  public init(maxPayloadBytes: Int, windowFrames: Int = 3, ptimeMs: Int = 20) {
    precondition((1...3).contains(windowFrames), "the window must be 1 to 3 frames")
    precondition((1...1000).contains(ptimeMs), "the ptime must be 1 to 1000 ms")
    precondition(maxPayloadBytes > 0 && maxPayloadBytes <= 1 << 24, "the payload must be 1 byte to 16 MiB")
    self.maxPayloadBytes = maxPayloadBytes
    self.windowFrames = Int64(windowFrames)
    window = .milliseconds(Int64(windowFrames * ptimeMs))
    payloads = Array(repeating: 0, count: Self.slotCount * maxPayloadBytes)
  }

  /// Receives a frame in its turn.
  ///
  /// `missing` frames were given up immediately before it; conceal those first. The payload is valid during the
  /// call only.
  public typealias Delivery = (_ missing: Int, _ header: FrameHeader, _ payload: Span<UInt8>) -> Void

  /// Takes in a frame and delivers all that is due.
  ///
  /// A frame without a chunk number (negative) is delivered at once and touches nothing else.
  public mutating func push(
    _ header: FrameHeader, _ payload: Span<UInt8>, at now: MediaTime, _ deliver: Delivery
  ) {
    guard header.chunk >= 0, header.chunk < 1 << 60 else { return deliver(0, header, payload) }
    guard let next else { return start(header, payload, deliver) }
    let ahead = header.chunk - next
    if ahead == 0 {
      pass(header, payload, missing: 0, deliver)
      deliverRun(deliver)
    } else if abs(ahead) > Self.jumpLimit {
      resynchronise(header, payload, deliver)
    } else if ahead < 0 {
      countBehind(by: -ahead)
    } else {
      takeEarly(header, payload, at: now, deliver)
    }
    // Only now: a frame that fills the hole is welcome however late the tick is.
    if held > 0 { expire(at: now, deliver) }
  }

  /// Gives up what has been waited for long enough. Call it on every tick while `held` is not 0.
  public mutating func expire(at now: MediaTime, _ deliver: Delivery) {
    while let oldest = oldestHeldSince, now - oldest >= window { giveUp(deliver) }
  }

  /// Delivers everything that is held, at the end of a stream.
  public mutating func flush(_ deliver: Delivery) {
    while held > 0 { giveUp(deliver) }
  }

  /// When `expire` has something to do next; nil while nothing is held.
  public var deadline: MediaTime? { oldestHeldSince.map { $0 + window } }
}

extension ReorderBuffer {
  private mutating func start(_ header: FrameHeader, _ payload: Span<UInt8>, _ deliver: Delivery) {
    next = header.chunk
    highest = header.chunk
    delivered = 0
    pass(header, payload, missing: 0, deliver)
  }

  private mutating func resynchronise(_ header: FrameHeader, _ payload: Span<UInt8>, _ deliver: Delivery) {
    flush(deliver)
    counters.resynchronised &+= 1
    start(header, payload, deliver)
  }

  /// Delivers a frame from the caller's own bytes and moves on behind it.
  private mutating func pass(
    _ header: FrameHeader, _ payload: Span<UInt8>, missing: Int64, _ deliver: Delivery
  ) {
    advance(past: header.chunk, missing: missing)
    if header.chunk < highest { counters.reordered &+= 1 }
    highest = max(highest, header.chunk)
    deliver(Int(missing), header, payload)
  }

  private mutating func advance(past chunk: Int64, missing: Int64) {
    counters.lost &+= Int(missing)
    delivered = missing >= 63 ? 1 : delivered << UInt64(missing + 1) | 1
    next = chunk + 1
  }

  private mutating func countBehind(by distance: Int64) {
    if distance <= 64, delivered >> UInt64(distance - 1) & 1 == 1 {
      counters.duplicate &+= 1
    } else {
      counters.late &+= 1
    }
  }

  private mutating func takeEarly(
    _ header: FrameHeader, _ payload: Span<UInt8>, at now: MediaTime, _ deliver: Delivery
  ) {
    if slot(of: header.chunk) != nil {
      counters.duplicate &+= 1
      return
    }
    // What lies more than a window before this frame will not be waited for.
    while let next, header.chunk - next >= windowFrames, let lowest = lowestSlot,
      slots[lowest].header.chunk < header.chunk
    {
      giveUp(deliver)
    }
    guard let next else { return }
    let ahead = header.chunk - next
    if ahead == 0 || ahead >= windowFrames || payload.count > maxPayloadBytes {
      // Held frames before this one can only be left when it is too long to be held.
      while let lowest = lowestSlot, slots[lowest].header.chunk < header.chunk { giveUp(deliver) }
      pass(header, payload, missing: header.chunk - (self.next ?? header.chunk), deliver)
      deliverRun(deliver)
    } else {
      hold(header, payload, at: now)
    }
  }

  /// Fewer frames than slots lie inside the window, so there is always a free one.
  private mutating func hold(_ header: FrameHeader, _ payload: Span<UInt8>, at now: MediaTime) {
    guard let free = (0..<Self.slotCount).first(where: { !slots[$0].used }) else { return }
    if header.chunk < highest { counters.reordered &+= 1 }
    highest = max(highest, header.chunk)
    slots[free] = Slot(used: true, length: payload.count, header: header, heldSince: now)
    held &+= 1
    let offset = free &* maxPayloadBytes
    var room = payloads.mutableSpan
    for i in 0..<payload.count { room[offset &+ i] = payload[i] }
  }

  /// Gives up what is missing before the first held frame, and delivers that and its followers.
  private mutating func giveUp(_ deliver: Delivery) {
    guard let lowest = lowestSlot, let next else { return }
    release(lowest, missing: slots[lowest].header.chunk - next, deliver)
    deliverRun(deliver)
  }

  /// Delivers held frames for as long as the next one is among them.
  private mutating func deliverRun(_ deliver: Delivery) {
    while held > 0, let next, let index = slot(of: next) { release(index, missing: 0, deliver) }
  }

  private mutating func release(_ index: Int, missing: Int64, _ deliver: Delivery) {
    let slot = slots[index]
    slots[index].used = false
    held &-= 1
    advance(past: slot.header.chunk, missing: missing)
    let offset = index &* maxPayloadBytes
    deliver(Int(missing), slot.header, payloads.span.extracting(offset..<offset &+ slot.length))
  }

  private func slot(of chunk: Int64) -> Int? {
    guard held > 0 else { return nil }
    for i in 0..<Self.slotCount where slots[i].used && slots[i].header.chunk == chunk { return i }
    return nil
  }

  private var lowestSlot: Int? {
    guard held > 0 else { return nil }
    var lowest: Int?
    for i in 0..<Self.slotCount where slots[i].used {
      if let best = lowest, slots[best].header.chunk <= slots[i].header.chunk { continue }
      lowest = i
    }
    return lowest
  }

  private var oldestHeldSince: MediaTime? {
    guard held > 0 else { return nil }
    var oldest: MediaTime?
    for i in 0..<Self.slotCount where slots[i].used {
      oldest = min(oldest ?? slots[i].heldSince, slots[i].heldSince)
    }
    return oldest
  }
}

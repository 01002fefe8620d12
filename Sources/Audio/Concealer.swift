/// Fills in lost frames from the speech just heard, s16 mono at 8 or 16 kHz.
///
/// After ITU-T G.711 Appendix I (09/1999): the last pitch period is repeated, after 10 ms of loss the last two, after
/// 20 ms the last three, so that it does not sound like a buzzer; it fades from 10 ms on and is silent from 60 ms on;
/// the first good frame is blended in. Unlike the appendix this adds no delay of 3.75 ms for blending backwards:
/// where a loss begins, the step between what was heard and what is repeated is let down over a quarter period.
///
/// Feed every frame in order: `heard` for one that arrived, `conceal` for one that did not. The caller keeps what was
/// heard, which it has anyway: while nothing is lost a frame costs one comparison. Nothing is allocated.
public struct Concealer: ~Copyable, Sendable {
  /// 1 at 8 kHz, 2 at 16 kHz.
  private let scale: Int
  // What reads this is `mutating` where it need not be: reading an inline array through a borrowed `self` copies it.

  /// What was heard before the loss, oldest first: the longest period three times and a quarter.
  private var source = InlineArray<780, Int16>(repeating: 0)
  private var synthesis = Synthesis()

  /// The state of one loss.
  private struct Synthesis: Sendable {
    /// Samples produced so far; 0 while nothing is lost.
    var produced = 0
    var pitch = 0
    var length = 0
    var offset = 0
    /// The repeated stretch that is being left behind after it was lengthened.
    var oldLength = 0
    var oldOffset = 0
    var blendLeft = 0
    /// The step at the beginning of the loss.
    var step: Float = 0
  }

  /// - Parameter sampleRate: 8 000 or 16 000 Hz.
  public init(sampleRate: Int) {
    precondition(sampleRate == 8000 || sampleRate == 16_000, "concealment works at 8 or 16 kHz")
    scale = sampleRate / 8000
  }

  /// True from the first concealed frame to the next one heard.
  public var isConcealing: Bool { synthesis.produced > 0 }

  /// Takes in a frame that arrived. The first one after a loss is changed at its beginning, to join smoothly.
  @_noAllocation @_noLocks
  public mutating func heard(_ frame: inout MutableSpan<Int16>) {
    if synthesis.produced > 0 {
      blendIn(&frame)
      synthesis = Synthesis()
    }
  }

  /// Fills `out`, of any length, with a continuation of what was heard.
  ///
  /// - Parameter recent: the samples before the loss, the latest last; `memory` of them are looked at, and only when
  ///   a loss begins. Where there are fewer, silence is taken to have been before them.
  @_noAllocation @_noLocks
  public mutating func conceal(into out: inout MutableSpan<Int16>, after recent: Span<Int16>) {
    if synthesis.produced == 0, out.count > 0 { begin(after: recent) }
    for i in 0..<out.count { out[i] = nextSample() }
  }

  /// How many samples before a loss are looked at: 48.75 ms.
  public var memory: Int { capacity }
}

extension Concealer {
  private var capacity: Int { 390 &* scale }
  /// A quarter of a period, over which things are blended.
  private var quarter: Int { synthesis.pitch / 4 }
  private var tenMs: Int { 80 &* scale }

  @_noAllocation @_noLocks
  private mutating func begin(after recent: Span<Int16>) {
    let missing = max(0, capacity &- recent.count)
    for i in 0..<capacity {
      source[i] = i < missing ? 0 : recent[recent.count &- capacity &+ i]
    }
    synthesis.pitch = findPitch()
    synthesis.length = synthesis.pitch
    let last = capacity &- 1
    synthesis.step = Float(source[last]) - Float(source[last &- synthesis.pitch])
  }

  /// The lag of 5 to 15 ms at which the last 20 ms resemble what came before most; coarse first, then fine.
  @_noAllocation @_noLocks
  private mutating func findPitch() -> Int {
    let coarse = 2 &* scale
    var best = bestLag(from: 40 &* scale, through: 120 &* scale, lagStep: coarse, sampleStep: coarse)
    best = bestLag(
      from: max(40 &* scale, best &- coarse &+ 1), through: min(120 &* scale, best &+ coarse &- 1),
      lagStep: 1,
      sampleStep: 1)
    return best
  }

  @_noAllocation @_noLocks
  private mutating func bestLag(from first: Int, through last: Int, lagStep: Int, sampleStep: Int) -> Int {
    var best = first
    var bestScore = -Float.infinity
    var lag = first
    while lag <= last {
      let score = likeness(lag: lag, sampleStep: sampleStep)
      if score > bestScore {
        bestScore = score
        best = lag
      }
      lag &+= lagStep
    }
    return best
  }

  /// Cross-correlation with the signal `lag` samples earlier over that signal's root energy, squared with its sign.
  @_noAllocation @_noLocks
  private mutating func likeness(lag: Int, sampleStep: Int) -> Float {
    var product: Float = 0
    var energy: Float = 1
    var i = capacity &- 160 &* scale
    while i < capacity {
      let earlier = Float(source[i &- lag])
      product += Float(source[i]) * earlier
      energy += earlier * earlier
      i &+= sampleStep
    }
    return product * abs(product) / energy
  }

  @_noAllocation @_noLocks
  private mutating func nextSample() -> Int16 {
    let produced = synthesis.produced
    synthesis.produced = min(produced &+ 1, 1 << 30)
    guard produced < 6 &* tenMs else { return 0 }
    if produced == tenMs || produced == 2 &* tenMs { lengthen() }
    var value = repeated(length: synthesis.length, offset: synthesis.offset)
    synthesis.offset = synthesis.offset &+ 1 == synthesis.length ? 0 : synthesis.offset &+ 1
    if synthesis.blendLeft > 0 { value = blendWithOld(value) }
    if produced < quarter {
      value += synthesis.step * (1 - Float(produced &+ 1) / Float(quarter &+ 1))
    }
    return Self.saturate(value * gain(at: produced))
  }

  /// Full for 10 ms, then down by a fifth every 10 ms.
  @_noAllocation @_noLocks @inline(__always)
  private func gain(at produced: Int) -> Float {
    produced < tenMs ? 1 : 1 - 0.2 * Float(produced &- tenMs) / Float(tenMs)
  }

  /// Repeats one period more, from the same phase.
  @_noAllocation @_noLocks
  private mutating func lengthen() {
    synthesis.oldLength = synthesis.length
    synthesis.oldOffset = synthesis.offset
    synthesis.blendLeft = quarter
    synthesis.offset %= synthesis.pitch
    synthesis.length &+= synthesis.pitch
  }

  @_noAllocation @_noLocks
  private mutating func blendWithOld(_ value: Float) -> Float {
    let old = repeated(length: synthesis.oldLength, offset: synthesis.oldOffset)
    let oldNext = synthesis.oldOffset &+ 1
    synthesis.oldOffset = oldNext == synthesis.oldLength ? 0 : oldNext
    let weight = Float(synthesis.blendLeft) / Float(quarter &+ 1)
    synthesis.blendLeft &-= 1
    return old * weight + value * (1 - weight)
  }

  /// A sample of the stretch of `length` that ends the source; its last quarter period is blended into what came
  /// before the stretch, so that its end leads into its beginning.
  @_noAllocation @_noLocks @inline(__always)
  private mutating func repeated(length: Int, offset: Int) -> Float {
    let position = capacity &- length &+ offset
    let value = Float(source[position])
    let intoQuarter = offset &- (length &- quarter)
    guard intoQuarter >= 0 else { return value }
    let weight = Float(intoQuarter &+ 1) / Float(quarter &+ 1)
    return value * (1 - weight) + Float(source[position &- length]) * weight
  }

  /// Crosses over from the concealment to the frame: a quarter period, and 4 ms for every 10 ms lost, at most 10 ms.
  @_noAllocation @_noLocks
  private mutating func blendIn(_ frame: inout MutableSpan<Int16>) {
    let lost = min(synthesis.produced / tenMs, 6)
    let count = min(min(quarter &+ 32 &* scale &* max(lost &- 1, 0), tenMs), frame.count)
    for i in 0..<count {
      let weight = Float(i &+ 1) / Float(count &+ 1)
      frame[i] = Self.saturate(Float(nextSample()) * (1 - weight) + Float(frame[i]) * weight)
    }
  }

  @_noAllocation @_noLocks @inline(__always)
  private static func saturate(_ value: Float) -> Int16 {
    Int16(truncatingIfNeeded: Int32(min(max(value, -32_768), 32_767)))
  }
}

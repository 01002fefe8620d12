/// One sub-band's adaptive predictor and quantiser scale, ITU-T G.722 section 3.6 and block diagrams 4L and 4H.
///
/// Every sum is kept within 16 bits as the recommendation's fixed-point arithmetic demands, so no input, however
/// hostile, can overflow the 32-bit intermediates.
struct G722Band: Sendable {
  /// What the next sample of this band is expected to be.
  private(set) var prediction: Int32 = 0
  /// The quantiser's step, Δ.
  private(set) var scale: Int32
  private var logScale: Int32 = 0
  /// The six latest quantised differences, newest first, and the zero section's coefficient for each. Single fields,
  /// not arrays: they stay in registers.
  private var difference1: Int32 = 0
  private var difference2: Int32 = 0
  private var difference3: Int32 = 0
  private var difference4: Int32 = 0
  private var difference5: Int32 = 0
  private var difference6: Int32 = 0
  private var zero1: Int32 = 0
  private var zero2: Int32 = 0
  private var zero3: Int32 = 0
  private var zero4: Int32 = 0
  private var zero5: Int32 = 0
  private var zero6: Int32 = 0
  /// The pole section: coefficients, latest reconstructed signal, latest partially reconstructed signals.
  private var pole1: Int32 = 0
  private var pole2: Int32 = 0
  private var reconstructed1: Int32 = 0
  private var partial1: Int32 = 0
  private var partial2: Int32 = 0

  /// - Parameter scale: the step after a reset: 32 in the lower band, 8 in the higher.
  init(scale: Int32) { self.scale = scale }

  /// Moves the quantiser's step on the logarithmic scale (blocks LOGSC and SCALE).
  ///
  /// - Parameters:
  ///   - limit: 18 432 in the lower band, 22 528 in the higher.
  ///   - shift: 8 in the lower band, 10 in the higher.
  @_noAllocation @_noLocks @inline(__always)
  mutating func adaptScale(step: Int32, limit: Int32, shift: Int32, octave: inout InlineArray<32, Int32>) {
    logScale = min(max((logScale &* 127) >> 7 &+ step, 0), limit)
    let mantissa = octave[Int((logScale >> 6) & 31)]
    let right = shift &- (logScale >> 11)
    scale = (right < 0 ? mantissa &<< (0 &- right) : mantissa &>> right) &<< 2
  }

  /// Takes in the latest quantised difference and predicts the next sample (block 4).
  @_noAllocation @_noLocks @inline(__always)
  mutating func predict(after difference: Int32) {
    let reconstructed = Self.saturate(prediction &+ difference)
    let partial = Self.saturate(zeroSection &+ difference)
    adaptPoles(partial)
    adaptZeros(difference)
    let pole = Self.saturate(
      (pole1 &* Self.saturate(reconstructed &* 2)) >> 15 &+ (pole2 &* Self.saturate(reconstructed1 &* 2))
        >> 15)
    reconstructed1 = reconstructed
    partial2 = partial1
    partial1 = partial
    zeroSection = Self.saturate(zeroSum)
    prediction = Self.saturate(pole &+ zeroSection)
  }

  private var zeroSection: Int32 = 0

  /// Blocks UPPOL2 and UPPOL1.
  @_noAllocation @_noLocks @inline(__always)
  private mutating func adaptPoles(_ partial: Int32) {
    let sameAsLast = (partial ^ partial1) >= 0
    let sameAsBefore = (partial ^ partial2) >= 0
    let lean = Self.saturate(pole1 &* 4)
    let toward = min(sameAsLast ? 0 &- lean : lean, 32_767) >> 7
    let second = toward &+ (sameAsBefore ? 128 : -128) &+ (pole2 &* 32_512) >> 15
    pole2 = min(max(second, -12_288), 12_288)
    let first = Self.saturate((sameAsLast ? 192 : -192) &+ (pole1 &* 32_640) >> 15)
    let limit = 15_360 &- pole2
    pole1 = min(max(first, 0 &- limit), limit)
  }

  /// Blocks UPZERO and DELAYA.
  @_noAllocation @_noLocks @inline(__always)
  private mutating func adaptZeros(_ difference: Int32) {
    let push: Int32 = difference == 0 ? 0 : 128
    zero1 = Self.adapted(zero1, push, difference ^ difference1)
    zero2 = Self.adapted(zero2, push, difference ^ difference2)
    zero3 = Self.adapted(zero3, push, difference ^ difference3)
    zero4 = Self.adapted(zero4, push, difference ^ difference4)
    zero5 = Self.adapted(zero5, push, difference ^ difference5)
    zero6 = Self.adapted(zero6, push, difference ^ difference6)
    difference6 = difference5
    difference5 = difference4
    difference4 = difference3
    difference3 = difference2
    difference2 = difference1
    difference1 = difference
  }

  /// Leaks the coefficient and pushes it up where the signs agree, down where they differ.
  @_noAllocation @_noLocks @inline(__always)
  private static func adapted(_ zero: Int32, _ push: Int32, _ signs: Int32) -> Int32 {
    let sign = signs >> 31
    return saturate(((push ^ sign) &- sign) &+ (zero &* 32_640) >> 15)
  }

  /// Block FILTEZ, before its saturation.
  private var zeroSum: Int32 {
    @_noAllocation @_noLocks @inline(__always) get {
      let newer =
        Self.product(zero1, difference1) &+ Self.product(zero2, difference2)
        &+ Self.product(zero3, difference3)
      let older =
        Self.product(zero4, difference4) &+ Self.product(zero5, difference5)
        &+ Self.product(zero6, difference6)
      return newer &+ older
    }
  }

  @_noAllocation @_noLocks @inline(__always)
  private static func product(_ zero: Int32, _ difference: Int32) -> Int32 {
    (zero &* saturate(difference &* 2)) >> 15
  }

  @_noAllocation @_noLocks @inline(__always)
  static func saturate(_ value: Int32) -> Int32 { min(max(value, -32_768), 32_767) }
}

/// The constants of ITU-T G.722 (09/2012) that the encoder and the decoder look up.
///
/// A value rather than globals: the codecs build one on the stack for each block of samples, because a global
/// array is initialised behind a lock and could not be used on the frame path. It is passed `inout` though nobody changes
/// it: that passes its address, where a borrowed inline array is copied at every look-up.
struct G722Tables {
  /// Quadrature mirror filter: half of its 24 symmetric coefficients (table 11, scaled by 2^13).
  var filter: InlineArray<12, Int16> = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11]

  /// Decision levels of the lower band's 60-level quantiser (table 14, Q6).
  var lowDecisions: InlineArray<30, Int32> = [
    0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121,
    1219,
    1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
  ]
  /// Output of the lower band's inverse quantiser with all six bits (table 16, QQ6).
  var low6: InlineArray<64, Int32> = [
    -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360,
    -8576,
    -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360,
    -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576,
    6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
  ]
  /// The same with its upper four bits, which drive the predictor of both sides (table 16, QQ4).
  var low4: InlineArray<16, Int32> = [
    0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0,
  ]
  /// Step of the lower band's logarithmic scale factor, by four-bit code (tables 17 and 18, W_L).
  var lowStep: InlineArray<16, Int32> = [
    -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60,
  ]
  /// Output of the higher band's inverse quantiser (table 16, QQ2).
  var high2: InlineArray<4, Int32> = [-7408, -1616, 7408, 1616]
  /// Step of the higher band's logarithmic scale factor, by code (table 18, W_H).
  var highStep: InlineArray<4, Int32> = [798, -214, 798, -214]
  /// Inverse logarithm of the scale factor, one octave (table 15, ILB).
  var octave: InlineArray<32, Int32> = [
    2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896,
    2960,
    3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
  ]

  @_noAllocation @_noLocks
  init() {}
}

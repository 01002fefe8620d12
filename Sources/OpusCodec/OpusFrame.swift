/// The frame lengths that Opus knows (RFC 6716 section 2.1.4).
enum OpusFrame {
  /// Whether `samples` at `rate` last 2.5, 5, 10, 20, 40 or 60 ms.
  static func isLegal(samples: Int, rate: Int) -> Bool {
    let unit = rate / 400
    return samples == unit || samples == 2 * unit || samples == 4 * unit || samples == 8 * unit
      || samples == 16 * unit || samples == 24 * unit
  }

  /// Whether `samples` is a stretch that the decoder can conceal: whole steps of 2.5 ms, at most 120 ms.
  static func isConcealable(samples: Int, rate: Int) -> Bool {
    let unit = rate / 400
    return samples > 0 && samples <= 48 * unit && samples % unit == 0
  }
}

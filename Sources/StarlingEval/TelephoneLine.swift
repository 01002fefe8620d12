import Audio

/// What a µ-law telephone line makes of a sample.
enum TelephoneLine {
  /// - Parameter sample: of linear PCM; what is louder than 16 bits hold is clipped.
  static func carried(_ sample: Double) -> Int16 {
    let linear = Int16(max(-32_768, min(32_767, sample.rounded())))
    return G711.decode(G711.encode(linear, law: .mu), law: .mu)
  }
}

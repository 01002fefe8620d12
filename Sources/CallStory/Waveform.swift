/// A signal as it is drawn: the loudest sample of each of many equal stretches.
public struct Waveform: Sendable, Equatable {
  /// 0 to 1, the loudest sample of each stretch.
  public var peaks: [Double]

  /// - Parameter count: stretches; at least 1.
  public init(_ samples: [Int16], stretches count: Int) {
    let count = max(1, count)
    peaks = (0..<count).map { index in
      let start = samples.count * index / count
      let end = samples.count * (index + 1) / count
      var loudest: Int32 = 0
      for sample in samples[start..<max(start, end)] { loudest = max(loudest, abs(Int32(sample))) }
      return Double(loudest) / 32_768
    }
  }
}

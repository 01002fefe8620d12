/// The tones of telephone keys (ITU-T Q.23): one of four low and one of four high frequencies at once.
public enum DualTone {
  /// The keys there are, in any order.
  public static let keys = "0123456789*#ABCD"
  /// How long a key sounds and how long the pause after it is (ITU-T Q.24 wants at least 40 ms of each).
  public static let toneMs = 100
  public static let pauseMs = 60

  private static let low: [Double] = [697, 770, 852, 941]
  private static let high: [Double] = [1209, 1336, 1477, 1633]
  private static let rows: [[Character]] = [
    ["1", "2", "3", "A"], ["4", "5", "6", "B"], ["7", "8", "9", "C"], ["*", "0", "#", "D"],
  ]

  /// The two frequencies of a key, in Hz; nil when there is no such key.
  public static func frequencies(of key: Character) -> (low: Double, high: Double)? {
    for (row, keys) in rows.enumerated() {
      if let column = keys.firstIndex(of: key) { return (low[row], high[column]) }
    }
    return nil
  }

  /// Keys pressed one after another, each followed by its pause; what is no key is left out.
  ///
  /// - Parameter sampleRate: in Hz, 8 000 or more.
  /// - Returns: s16 mono. The low tone has -9 dBFS, the high one 2 dB more, for a line loses more of it.
  public static func samples(of keys: String, sampleRate: Int) -> [Int16] {
    var output: [Int16] = []
    for key in keys.uppercased() {
      guard let pair = frequencies(of: key) else { continue }
      append(pair, sampleRate, to: &output)
      output.append(contentsOf: repeatElement(0, count: sampleRate * pauseMs / 1_000))
    }
    return output
  }

  private static func append(_ pair: (low: Double, high: Double), _ rate: Int, to output: inout [Int16]) {
    let count = rate * toneMs / 1_000
    // 5 ms up and down: a tone that starts at once clicks, and a click is heard on every frequency.
    let ramp = rate / 200
    var low = Oscillator(frequency: pair.low, rate: rate, peak: 11_600)
    var high = Oscillator(frequency: pair.high, rate: rate, peak: 14_600)
    for index in 0..<count {
      let edge = min(index + 1, count - index)
      let gain = edge < ramp ? Double(edge) / Double(ramp) : 1
      output.append(Int16((low.next() + high.next()) * gain))
    }
  }

  /// A sine by its recurrence: two samples make the next.
  private struct Oscillator {
    private var before: Double
    private var now = 0.0
    private let factor: Double

    init(frequency: Double, rate: Int, peak: Double) {
      let angle = 2 * Double.pi * frequency / Double(rate)
      factor = 2 * DualTone.cosine(angle)
      before = -peak * DualTone.sine(angle)
    }

    mutating func next() -> Double {
      let value = now
      (before, now) = (now, factor * now - before)
      return value
    }
  }

  /// Without a mathematics library, which a pure module does not import; exact to 1e-9 for 0 to 1.3.
  private static func sine(_ x: Double) -> Double {
    var term = x
    var sum = x
    for n in 1...9 {
      term *= -x * x / Double(2 * n * (2 * n + 1))
      sum += term
    }
    return sum
  }

  private static func cosine(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 1...9 {
      term *= -x * x / Double((2 * n - 1) * 2 * n)
      sum += term
    }
    return sum
  }
}

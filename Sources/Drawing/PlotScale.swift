/// A linear axis from zero to a round number, with round ticks.
public struct PlotScale: Equatable {
  /// The axis's end, a multiple of `step`.
  public let end: Double
  public let step: Double
  /// Digits that the ticks' labels need.
  public let digits: Int

  /// - Parameters:
  ///   - largest: the largest value to be shown; anything that is not above zero counts as 1.
  ///   - ticks: about how many steps the axis should have.
  public init(covering largest: Double, ticks: Int = 5) {
    let largest = largest.isFinite && largest > 0 ? largest : 1
    // The step is a round factor times ten to the power of `exponent`.
    var power = 1.0
    var exponent = 0
    while power * 10 <= largest / Double(ticks) {
      power *= 10
      exponent += 1
    }
    while power > largest / Double(ticks), exponent > -9 {
      power /= 10
      exponent -= 1
    }
    let factor = [1.0, 2, 2.5, 5, 10].first { $0 * power * Double(ticks) >= largest } ?? 10
    step = factor * power
    digits = max(0, factor == 2.5 ? 1 - exponent : factor == 10 ? -exponent - 1 : -exponent)
    end = (largest / step).rounded(.up) * step
  }

  public var ticks: [Double] { (0...Int((end / step).rounded())).map { Double($0) * step } }

  public func label(_ tick: Double) -> String { Fixed.text(tick, digits: digits) }

  /// 0 at the axis's beginning, 1 at its end.
  public func share(_ value: Double) -> Double { value / end }
}

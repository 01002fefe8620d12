/// A linear axis from zero to a round number, with round ticks.
struct PlotScale: Equatable {
  /// The axis's end, a multiple of `step`.
  let end: Double
  let step: Double
  /// Digits that the ticks' labels need.
  let digits: Int

  /// - Parameters:
  ///   - largest: the largest value to be shown; anything that is not above zero counts as 1.
  ///   - ticks: about how many steps the axis should have.
  init(covering largest: Double, ticks: Int = 5) {
    let largest = largest.isFinite && largest > 0 ? largest : 1
    var power = 1.0
    var digits = 0
    while power * 10 <= largest / Double(ticks) { power *= 10 }
    while power > largest / Double(ticks), digits < 9 {
      power /= 10
      digits += 1
    }
    let factor = [1.0, 2, 2.5, 5, 10].first { $0 * power * Double(ticks) >= largest } ?? 10
    step = factor * power
    self.digits = max(0, digits + (factor == 2.5 ? 1 : 0) - (factor == 10 ? 1 : 0))
    end = (largest / step).rounded(.up) * step
  }

  var ticks: [Double] { (0...Int((end / step).rounded())).map { Double($0) * step } }

  func label(_ tick: Double) -> String { Fixed.text(tick, digits: digits) }

  /// 0 at the axis's beginning, 1 at its end.
  func share(_ value: Double) -> Double { value / end }
}

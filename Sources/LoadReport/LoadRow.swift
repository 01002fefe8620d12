internal import Drawing

/// One line of the table: what was measured, what it must be and what we aim at.
public struct LoadRow: Equatable, Sendable {
  /// Which side of a bound is good.
  public enum Bound: Equatable, Sendable {
    case atMost(Double)
    case atLeast(Double)

    var value: Double {
      switch self {
      case .atMost(let value), .atLeast(let value): value
      }
    }

    func holds(_ measured: Double) -> Bool {
      switch self {
      case .atMost(let most): measured <= most
      case .atLeast(let least): measured >= least
      }
    }
  }

  public enum Verdict: String, Equatable, Sendable {
    case aimMet = "pass, aim met"
    case passed = "pass"
    case missed = "FAIL"
  }

  public var name: String
  /// nil where it was not measured, which is a miss.
  public var measured: Double?
  public var must: Bound
  public var aim: Bound
  public var unit: String
  /// Digits after the point.
  public var digits: Int

  public init(
    _ name: String, _ measured: Double?, must: Bound, aim: Bound, unit: String = "", digits: Int = 0
  ) {
    self.name = name
    self.measured = measured
    self.must = must
    self.aim = aim
    self.unit = unit
    self.digits = digits
  }

  public var verdict: Verdict {
    guard let measured, measured.isFinite, must.holds(measured) else { return .missed }
    return aim.holds(measured) ? .aimMet : .passed
  }

  var cells: [String] {
    let suffix = unit.isEmpty ? "" : " \(unit)"
    func spelled(_ value: Double) -> String { Fixed.text(value, digits: digits) + suffix }
    return [
      name, measured.map(spelled) ?? "not measured", spelled(must.value), spelled(aim.value),
      verdict.rawValue,
    ]
  }
}

/// What a judge has found so far. An object of its own, so that finding changes nothing in the books it is read from.
final class Verdict {
  /// The first rule that was broken.
  private(set) var violation: (invariant: Invariant, detail: String)?
  /// How often each rule was put to the test.
  private(set) var checks = [Int](repeating: 0, count: Invariant.allCases.count)

  func require(_ holds: Bool, _ invariant: Invariant, _ detail: () -> String) {
    checks[invariant.rawValue] += 1
    if !holds, violation == nil { violation = (invariant, detail()) }
  }
}

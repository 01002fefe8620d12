/// How far the machine's word for what was heard is from what the carrier played, in words.
public struct LedgerError: Sendable, Equatable {
  /// Cuts by error: claimed minus played words, from -8 or fewer to 8 or more.
  public private(set) var cuts = [Int](repeating: 0, count: 17)
  /// The same of replies that were heard to their end.
  public private(set) var wholes = [Int](repeating: 0, count: 17)

  public init() {}

  mutating func note(claimed: Int, played: Int, isCut: Bool) {
    let place = max(-8, min(8, claimed - played)) + 8
    if isCut { cuts[place] += 1 } else { wholes[place] += 1 }
  }

  mutating func add(_ other: LedgerError) {
    for index in cuts.indices { cuts[index] += other.cuts[index] }
    for index in wholes.indices { wholes[index] += other.wholes[index] }
  }

  public var cutCount: Int { cuts.reduce(0, +) }
  public var wholeCount: Int { wholes.reduce(0, +) }
  /// The share of cuts with an error of at most `words`; 1 if there was none.
  public func cutsWithin(_ words: Int) -> Double { Self.share(of: cuts, within: words) }
  public func wholesWithin(_ words: Int) -> Double { Self.share(of: wholes, within: words) }
  /// The mean of claimed minus played words over all cuts.
  public var meanOfCuts: Double {
    guard cutCount > 0 else { return 0 }
    let sum = cuts.indices.reduce(0) { $0 + cuts[$1] * ($1 - 8) }
    return Double(sum) / Double(cutCount)
  }

  private static func share(of counts: [Int], within words: Int) -> Double {
    let all = counts.reduce(0, +)
    guard all > 0 else { return 1 }
    return Double(counts[max(0, 8 - words)...min(16, 8 + words)].reduce(0, +)) / Double(all)
  }
}

/// The groups that whoever follows the journal has not asked for yet, oldest first.
///
/// Bounded: when it is full, neighbours become one group, as old as the older of them.
struct DurableGroups {
  private let most: Int
  private(set) var groups: [DurableGroup] = []

  init(most: Int = 4_096) { self.most = max(most, 2) }

  mutating func add(_ group: DurableGroup) {
    if groups.count >= most { merge() }
    groups.append(group)
  }

  /// Removes and gives those whose last number is at most `number`.
  mutating func take(through number: UInt64) -> [DurableGroup] {
    let count = groups.firstIndex { $0.lastNumber > number } ?? groups.count
    defer { groups.removeFirst(count) }
    return Array(groups[..<count])
  }

  private mutating func merge() {
    groups = stride(from: 0, to: groups.count, by: 2).map { index in
      guard index + 1 < groups.count else { return groups[index] }
      let (first, second) = (groups[index], groups[index + 1])
      return DurableGroup(
        lastNumber: second.lastNumber, count: first.count + second.count,
        firstAppended: min(first.firstAppended, second.firstAppended))
    }
  }
}

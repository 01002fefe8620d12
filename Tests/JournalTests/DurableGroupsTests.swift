import Testing

@testable import Journal

@Suite("Journal: when what is durable was appended")
struct DurableGroupsTests {
  @Test("groups come out once, oldest first, as far as was asked")
  func taking() {
    var groups = DurableGroups()
    for number in 1...5 as ClosedRange<UInt64> {
      groups.add(DurableGroup(lastNumber: number * 10, count: 10, firstAppended: Int64(number)))
    }
    #expect(groups.take(through: 9) == [])
    #expect(groups.take(through: 25).map(\.lastNumber) == [10, 20])
    #expect(groups.take(through: 25) == [])
    #expect(groups.take(through: .max).map(\.lastNumber) == [30, 40, 50])
  }

  @Test(
    "when nobody asks, they stay few; none is forgotten, and none gets younger", arguments: [2, 3, 8, 101])
  func bounds(most: Int) {
    var groups = DurableGroups(most: most)
    for number in 1...10_000 as ClosedRange<UInt64> {
      groups.add(DurableGroup(lastNumber: number, count: 1, firstAppended: Int64(number)))
      if groups.groups.count > most { Issue.record("\(groups.groups.count) of \(most)") }
    }
    let all = groups.take(through: .max)
    #expect(all.reduce(0) { $0 + $1.count } == 10_000)
    var last: UInt64 = 0
    for group in all {
      #expect(group.firstAppended == Int64(last) + 1)
      #expect(group.lastNumber == last + UInt64(group.count))
      last = group.lastNumber
    }
  }
}

import Audio
import Testing

@testable import Networking

@Suite("Deadline heap")
struct DeadlineHeapTests {
  @Test("gives out in order whatever was put in, equal instants as they came", arguments: UInt64(0)..<20)
  func order(seed: UInt64) {
    var random = SeededBytes(seed: seed)
    var heap = DeadlineHeap<Int>()
    var expected: [(due: Int64, number: Int)] = []
    for number in 0..<200 {
      let due = Int64(random.take(1)[0] % 50)
      heap.insert(number, due: MediaTime(nanoseconds: due))
      expected.append((due, number))
    }
    heap.removeAll { $0 % 7 == 0 }
    expected.removeAll { $0.number % 7 == 0 }
    expected.sort { ($0.due, $0.number) < ($1.due, $1.number) }
    #expect(heap.first?.nanoseconds == expected.first?.due)
    var found: [Int] = []
    for now in 0..<50 {
      while let (element, due) = heap.pop(dueAt: MediaTime(nanoseconds: Int64(now))) {
        found.append(element)
        if due.nanoseconds > Int64(now) { Issue.record("too early") }
      }
    }
    #expect(found == expected.map(\.number))
    #expect(heap.first == nil)
  }
}

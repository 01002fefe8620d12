import Testing

@testable import Networking

@Suite("Slot table")
struct SlotTableTests {
  @Test("gives out as many places as it has, and each again after it was given back")
  func capacity() throws {
    var table = SlotTable(capacity: 3)
    let taken = (0..<3).compactMap { _ in table.take(.open) }
    let none = table.take(.open)
    #expect(taken == [0, 1, 2])
    #expect(none == nil)
    table.release(1)
    let again = table.take(.open)
    #expect(again == 1)
    #expect(table.count == 3)
  }

  @Test("a name finds its connection until that closes, and never the next one there")
  func names() throws {
    var table = SlotTable(capacity: 1)
    var stale: [ConnectionID] = []
    for _ in 0..<100 {
      let taken = table.take(.open)
      let index = try #require(taken)
      let id = table.id(index)
      #expect(table.open(id) == index)
      for name in stale { #expect(table.open(name) == nil) }
      table[index].phase = .closing
      #expect(table.open(id) == nil)
      table.release(index)
      stale.append(id)
    }
  }
}

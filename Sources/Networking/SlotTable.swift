/// The loop's connections by index, with a generation for each place so that stale names find nothing.
struct SlotTable {
  private var slots: ContiguousArray<ConnectionSlot> = []
  private var free: [Int] = []
  let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  /// Places in use.
  var count: Int { slots.count - free.count }
  /// Every index is below this.
  var endIndex: Int { slots.count }

  /// Takes a free place; `nil` when all are in use.
  mutating func take(_ phase: ConnectionSlot.Phase) -> Int? {
    let index: Int
    if let last = free.popLast() {
      index = last
    } else {
      guard slots.count < capacity else { return nil }
      index = slots.count
      slots.append(ConnectionSlot())
    }
    slots[index].phase = phase
    return index
  }

  /// Gives a place back; its name is stale from now on.
  mutating func release(_ index: Int) {
    let next = slots[index].generation &+ 1
    slots[index] = ConnectionSlot()
    slots[index].generation = next
    free.append(index)
  }

  func id(_ index: Int) -> ConnectionID {
    ConnectionID(index: index, generation: slots[index].generation)
  }

  /// The place of an open connection; `nil` for one that is closing, closed or stale.
  func open(_ id: ConnectionID) -> Int? {
    guard id.index < slots.count, slots[id.index].generation == id.generation, slots[id.index].phase == .open
    else { return nil }
    return id.index
  }

  subscript(index: Int) -> ConnectionSlot {
    _read { yield slots[index] }
    _modify { yield &slots[index] }
  }
}

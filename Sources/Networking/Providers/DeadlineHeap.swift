internal import Audio

/// Instants with what is due at each, earliest first: a binary heap. Equal instants come out in the order they
/// were put in.
struct DeadlineHeap<Element> {
  private struct Entry {
    let due: MediaTime
    let order: UInt64
    let element: Element

    static func < (left: Entry, right: Entry) -> Bool {
      left.due == right.due ? left.order < right.order : left.due < right.due
    }
  }

  private var entries: [Entry] = []
  private var order: UInt64 = 0

  var count: Int { entries.count }
  var first: MediaTime? { entries.first?.due }

  mutating func insert(_ element: Element, due: MediaTime) {
    entries.append(Entry(due: due, order: order, element: element))
    order &+= 1
    rise(entries.count - 1)
  }

  /// The earliest element, if its time has come.
  mutating func pop(dueAt now: MediaTime) -> (element: Element, due: MediaTime)? {
    guard let first = entries.first, first.due <= now else { return nil }
    let last = entries.removeLast()
    if !entries.isEmpty {
      entries[0] = last
      sink(0)
    }
    return (first.element, first.due)
  }

  mutating func removeAll(where isSpent: (Element) -> Bool) {
    entries.removeAll { isSpent($0.element) }
    // An array in order is a heap.
    entries.sort { $0 < $1 }
  }

  private mutating func rise(_ start: Int) {
    var index = start
    while index > 0 {
      let parent = (index - 1) / 2
      guard entries[index] < entries[parent] else { return }
      entries.swapAt(index, parent)
      index = parent
    }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < entries.count {
        if entries[child] < entries[least] { least = child }
      }
      guard least != index else { return }
      entries.swapAt(index, least)
      index = least
    }
  }
}

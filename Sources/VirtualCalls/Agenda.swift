internal import Audio

/// What is still to happen in a call, by time. A dozen entries at most, so the earliest is found by looking.
struct Agenda {
  private struct Key {
    var at: MediaTime
    /// Entries of one time come in the order in which they were put in.
    var order: Int
  }

  private var keys: [Key] = []
  private var happenings: [Happening] = []
  private var earliest = 0
  private var lastOrder = 0

  init() {
    keys.reserveCapacity(32)
    happenings.reserveCapacity(32)
  }

  /// When the next entry is due; never, if there is none.
  var nextTime: MediaTime { keys.isEmpty ? .distantFuture : keys[earliest].at }

  mutating func add(_ happening: Happening, at time: MediaTime) {
    lastOrder += 1
    keys.append(Key(at: time, order: lastOrder))
    happenings.append(happening)
    if keys.count == 1 || time < keys[earliest].at { earliest = keys.count - 1 }
  }

  /// - Precondition: there is an entry.
  mutating func removeNext() -> Happening {
    keys.swapAt(earliest, keys.count - 1)
    happenings.swapAt(earliest, happenings.count - 1)
    keys.removeLast()
    let next = happenings.removeLast()
    earliest = 0
    for index in keys.indices.dropFirst() {
      let (one, best) = (keys[index], keys[earliest])
      if one.at < best.at || one.at == best.at && one.order < best.order { earliest = index }
    }
    return next
  }
}

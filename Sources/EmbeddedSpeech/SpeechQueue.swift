import Audio

/// The order in which speech work is done: urgent first, then first come, first served. A value that is fed.
///
/// It is bounded: beyond `capacity` a job is refused. A job with a key takes the place of a waiting one with the
/// same key. Partial recognitions never take every worker, so that a final one does not wait for them.
struct SpeechQueue<Work: Sendable>: Sendable {
  private struct Entry {
    var work: Work
    var key: Int?
    var enqueued: MediaTime
  }

  private struct Wait {
    var started: MediaTime
    var length: MediaTime
  }

  let limits: SpeechQueueLimits
  private var entries: [SpeechTicket: Entry] = [:]
  private var order = [[SpeechTicket]](repeating: [], count: SpeechPriority.allCases.count)
  /// How much of the front of each order is used up.
  private var heads = [Int](repeating: 0, count: SpeechPriority.allCases.count)
  private var ticketOfKey: [Int: SpeechTicket] = [:]
  private var waits: [Wait] = []
  private var nextWait = 0
  private var issued = 0
  private var running = 0
  private var runningPartials = 0
  private var refused = 0
  private var coalesced = 0

  init(limits: SpeechQueueLimits) { self.limits = limits }

  var count: Int { entries.count }

  /// Puts a job in line; nil when the queue is full.
  mutating func enqueue(
    _ work: Work, priority: SpeechPriority, key: Int? = nil, at now: MediaTime
  ) -> SpeechTicket? {
    if let key, let ticket = ticketOfKey[key] {
      entries[ticket]?.work = work
      coalesced &+= 1
      return ticket
    }
    guard entries.count < limits.capacity else {
      refused &+= 1
      return nil
    }
    issued &+= 1
    let ticket = SpeechTicket(number: issued)
    entries[ticket] = Entry(work: work, key: key, enqueued: now)
    if let key { ticketOfKey[key] = ticket }
    order[priority.rawValue].append(ticket)
    return ticket
  }

  /// Takes a job out of line. False when it has been started, done or cancelled already.
  mutating func cancel(_ ticket: SpeechTicket) -> Bool {
    guard let entry = entries.removeValue(forKey: ticket) else { return false }
    if let key = entry.key { ticketOfKey[key] = nil }
    return true
  }

  /// The next job to do, if one may be started now. Each one is answered with `finish` when it is done.
  mutating func next(at now: MediaTime) -> (work: Work, priority: SpeechPriority)? {
    for priority in SpeechPriority.allCases {
      if priority == .partialRecognition && runningPartials >= limits.concurrentPartials { continue }
      guard let entry = popFirst(priority) else { continue }
      running &+= 1
      if priority == .partialRecognition {
        runningPartials &+= 1
      } else {
        record(Wait(started: now, length: now - entry.enqueued))
      }
      return (entry.work, priority)
    }
    return nil
  }

  mutating func finish(_ priority: SpeechPriority) {
    running &-= 1
    if priority == .partialRecognition { runningPartials &-= 1 }
  }

  func load(at now: MediaTime) -> SpeechLoad {
    let p95 = p95Wait(at: now)
    let oldest = oldestWait(at: now)
    return SpeechLoad(
      queueDepth: entries.count, running: running, p95Wait: p95 ?? .zero, oldestWait: oldest,
      refused: refused, coalesced: coalesced,
      isOverloaded: max(p95 ?? .zero, oldest) > limits.acceptableWait)
  }

  private mutating func popFirst(_ priority: SpeechPriority) -> Entry? {
    let line = priority.rawValue
    while heads[line] < order[line].count {
      let ticket = order[line][heads[line]]
      heads[line] &+= 1
      if let entry = entries.removeValue(forKey: ticket) {
        if let key = entry.key { ticketOfKey[key] = nil }
        compact(line)
        return entry
      }
    }
    compact(line)
    return nil
  }

  /// Drops the used front of a line once it is the larger part, so that the cost of a pop stays constant.
  private mutating func compact(_ line: Int) {
    guard heads[line] >= 32, heads[line] * 2 >= order[line].count else { return }
    order[line].removeFirst(heads[line])
    heads[line] = 0
  }

  private mutating func record(_ wait: Wait) {
    if waits.count < Self.remembered {
      waits.append(wait)
    } else {
      waits[nextWait] = wait
      nextWait = (nextWait &+ 1) % Self.remembered
    }
  }

  /// Nil when too few jobs were started lately for a percentile to say anything: one final that met one long
  /// synthesis is no overload.
  private func p95Wait(at now: MediaTime) -> MediaTime? {
    let recent = waits.filter { now - $0.started < Self.recentPast }.map(\.length).sorted()
    guard recent.count >= Self.fewestWaits else { return nil }
    return recent[(recent.count * 95 + 99) / 100 - 1]
  }

  private func oldestWait(at now: MediaTime) -> MediaTime {
    var oldest = MediaTime.zero
    for priority in SpeechPriority.allCases where priority != .partialRecognition {
      let line = order[priority.rawValue][heads[priority.rawValue]...]
      if let entry = line.lazy.compactMap({ entries[$0] }).first {
        oldest = max(oldest, now - entry.enqueued)
      }
    }
    return oldest
  }

  private static var remembered: Int { 256 }
  private static var recentPast: MediaTime { .seconds(10 as Int64) }
  private static var fewestWaits: Int { 10 }
}

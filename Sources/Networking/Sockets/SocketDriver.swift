internal import Audio

/// The WebSocket thread's work: sessions from `open` to their last event, over the loop that also serves media.
///
/// Everything but `mailbox` belongs to the loop's thread.
final class SocketDriver {
  /// How often names being resolved are looked at.
  private static let lookupPeriod = MediaTime.milliseconds(2)
  /// How long a peer may take over our close.
  static let closePatience = MediaTime.seconds(5 as Int64)

  let options: ProviderLoopOptions
  let counters: SocketCounters
  /// From before the first letter until the end.
  var core: LoopCore?
  var mailbox: SocketMailbox?
  var sessions: [Int: SocketSession] = [:]
  /// Attempts under way, by tag.
  var attempts: [Int: SocketSession] = [:]
  var names = NameTable()
  /// Opened in this turn, with messages that waited.
  var fresh: [SocketSession] = []
  /// Opened although nobody wants them any more.
  var unwanted: [ConnectionID] = []
  private var deadlines = DeadlineHeap<Int>()
  private var letters: [SocketMailbox.Letter] = []
  private var lastTag = 0
  private var isEnding = false

  init(_ options: ProviderLoopOptions, _ counters: SocketCounters) {
    self.options = options
    self.counters = counters
  }

  func nextTag() -> Int {
    lastTag += 1
    return lastTag
  }

  func sweepEnded(at now: MediaTime) -> MediaTime? {
    mailbox?.take(&letters)
    for letter in letters { open(letter, at: now) }
    letters.removeAll(keepingCapacity: true)
    for id in unwanted { core?.abandon(id, byReset: false) }
    unwanted.removeAll(keepingCapacity: true)
    for session in fresh { flush(session, at: now) }
    fresh.removeAll(keepingCapacity: true)
    if names.isWaiting {
      for (number, answer) in names.collect(at: now) {
        if let session = sessions[number] { resolved(session, answer, at: now) }
      }
    }
    lookAtDue(now)
    let next = deadlines.first ?? .distantFuture
    return names.isWaiting ? min(next, now + Self.lookupPeriod) : next
  }

  private func open(_ letter: SocketMailbox.Letter, at now: MediaTime) {
    switch letter {
    case .open(let session): begin(session, at: now)
    case .send(let number, let bytes, let kind):
      guard let session = sessions[number] else { return }
      send(SocketSession.Message(bytes: bytes, kind: kind), on: session, at: now)
    case .close(let number, let code, let reason):
      if let session = sessions[number] { close(session, code, reason, at: now) }
    case .cancel(let number):
      if let session = sessions[number] { drop(session, .failed(WebSocketFailure(.stopped))) }
    }
  }

  // MARK: Time

  func set(_ session: SocketSession, due: MediaTime) {
    session.due = due
    guard due < session.armed else { return }
    session.armed = due
    deadlines.insert(session.number, due: due)
  }

  private func lookAtDue(_ now: MediaTime) {
    while let (number, due) = deadlines.pop(dueAt: now) {
      // An entry that is not the latest was overtaken by an earlier one.
      guard let session = sessions[number], session.armed == due else { continue }
      session.armed = .distantFuture
      if session.due <= now { lookAt(session, now) } else { set(session, due: session.due) }
    }
  }

  private func lookAt(_ session: SocketSession, _ now: MediaTime) {
    switch session.stage {
    case .waiting, .connecting: connectIsLate(session, now)
    case .open(let id):
      if session.goodbye != nil {
        drop(session, .closed(code: session.goodbye?.code, reason: session.goodbye?.reason ?? ""))
      } else {
        listen(session, id, now)
      }
    case .closing, .ended:
      drop(session, .closed(code: session.goodbye?.code, reason: session.goodbye?.reason ?? ""))
    }
  }

  private func listen(_ session: SocketSession, _ id: ConnectionID, _ now: MediaTime) {
    guard let limit = session.request.silenceTimeout, let core else {
      return set(session, due: .distantFuture)
    }
    if core.takeHeard(id) { session.lastHeard = now }
    guard now - session.lastHeard < limit else {
      return drop(session, .failed(WebSocketFailure(.silent, reason: "nothing came for \(limit)")))
    }
    if now > session.lastHeard { core.ping(id) }
    set(session, due: now + Self.quarter(limit))
  }

  static func quarter(_ limit: MediaTime) -> MediaTime {
    max(.milliseconds(1), MediaTime(nanoseconds: limit.nanoseconds / 4))
  }

  // MARK: The end

  /// Ends a session whatever state its connection is in.
  func drop(_ session: SocketSession, _ event: WebSocketEvent) {
    switch session.stage {
    case .waiting: names.forget(session.number)
    case .connecting: core?.giveUp(tag: session.tag)
    case .open(let id): core?.abandon(id, byReset: false)
    case .closing, .ended: break
    }
    remove(session)
    session.end(event)
  }

  func remove(_ session: SocketSession) {
    attempts[session.tag] = nil
    if sessions.removeValue(forKey: session.number) != nil { counters.add(-1, to: counters.active) }
  }

  /// From here on, connections end because the loop does.
  func loopEnds() { isEnding = true }
  var endsWithLoop: Bool { isEnding }

  /// After the loop's last turn.
  func finish() {
    let letters = mailbox?.close() ?? []
    for case .open(let session) in letters { session.end(.failed(WebSocketFailure(.stopped))) }
    for session in Array(sessions.values) {
      remove(session)
      session.end(.failed(WebSocketFailure(.stopped)))
    }
    names.close()
    core = nil
    mailbox = nil
  }
}

internal import Audio

/// The addresses of names: those being resolved, and those found a short while ago.
struct NameTable {
  private static let keeps = MediaTime.seconds(60 as Int64)
  private static let capacity = 128

  private struct Lookup {
    let lookup: NameLookup
    /// The sessions that wait.
    var waiting: [Int]
  }

  private var known: [String: (addresses: [String], until: MediaTime)] = [:]
  private var pending: [String: Lookup] = [:]
  /// Nobody waits for these any more, but the system still works on them.
  private var abandoned: [NameLookup] = []

  enum Found {
    case addresses([String])
    case later
    case never
  }

  var isWaiting: Bool { !pending.isEmpty || !abandoned.isEmpty }

  mutating func find(_ host: String, for session: Int, at now: MediaTime) -> Found {
    if NameLookup.isNumeric(host) { return .addresses([host]) }
    if let found = known[host], found.until > now { return .addresses(found.addresses) }
    if pending[host] != nil {
      pending[host]?.waiting.append(session)
      return .later
    }
    guard let lookup = NameLookup(host) else { return .never }
    pending[host] = Lookup(lookup: lookup, waiting: [session])
    return .later
  }

  /// A session does not want to know any more.
  mutating func forget(_ session: Int) {
    for (host, lookup) in pending where lookup.waiting.contains(session) {
      pending[host]?.waiting.removeAll { $0 == session }
    }
  }

  /// What has been answered since: sessions, each with addresses or with why there are none.
  mutating func collect(at now: MediaTime) -> [(session: Int, answer: NameLookup.Answer)] {
    var answers: [(session: Int, answer: NameLookup.Answer)] = []
    abandoned.removeAll { $0.end() }
    for (host, lookup) in pending {
      let answer = lookup.lookup.poll()
      guard answer != .pending else { continue }
      pending[host] = nil
      if !lookup.lookup.end() { abandoned.append(lookup.lookup) }
      if case .addresses(let addresses) = answer {
        if known.count >= Self.capacity { known = [:] }
        known[host] = (addresses, now + Self.keeps)
      }
      answers += lookup.waiting.map { ($0, answer) }
    }
    return answers
  }

  /// At the loop's end. What the system still works on is left to it, for good.
  mutating func close() {
    for lookup in pending.values { _ = lookup.lookup.end() }
    pending = [:]
    abandoned.removeAll { $0.end() }
  }
}

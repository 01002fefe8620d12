internal import Audio

extension SocketDriver {
  func begin(_ session: SocketSession, at now: MediaTime) {
    guard !session.exchange.isCancelled else { return session.end(.failed(WebSocketFailure(.stopped))) }
    if let flaw = flaw(in: session) {
      return session.end(.failed(WebSocketFailure(.unusable, reason: flaw)))
    }
    guard sessions.count < options.maxSockets else {
      return session.end(.failed(WebSocketFailure(.refused, reason: "too many sockets")))
    }
    sessions[session.number] = session
    counters.add(1, to: counters.active)
    session.openBy = now + max(.milliseconds(1), session.request.connectTimeout)
    set(session, due: session.openBy)
    guard let host = session.proxy?.url.host ?? session.url?.host else { return }
    switch names.find(host, for: session.number, at: now) {
    case .addresses(let addresses): resolved(session, .addresses(addresses), at: now)
    case .later: break
    case .never: resolved(session, .failed("the name cannot be resolved now"), at: now)
    }
  }

  /// What makes a request unusable; sets where to connect.
  private func flaw(in session: SocketSession) -> String? {
    guard let url = try? WebSocketURL(session.request.url) else {
      return "the URL is not of the form ws[s]://host[:port]/path"
    }
    guard HeaderRules.areSendable(session.request.headers) else { return "a header is malformed" }
    if let name = session.request.headers.first(where: { HeaderRules.belongsToUpgrade($0.0) })?.0 {
      return "the header \(name) is not the caller's to set"
    }
    session.url = url
    let rule = options.proxies.proxy(host: url.host, port: url.port, isSecure: url.isSecure)
    guard let rule else { return nil }
    guard let (proxy, user) = Self.proxy(rule) else {
      return "the proxy for WebSockets must be http://host:port"
    }
    session.proxy = (proxy, user)
    return nil
  }

  /// Takes `[http://][user:password@]host[:port][/]` apart.
  static func proxy(_ text: String) -> (url: WebSocketURL, user: String)? {
    var rest = text.hasPrefix("http://") ? text.dropFirst(7) : text[...]
    guard !rest.contains("://") else { return nil }
    var user = ""
    if let at = rest.lastIndex(of: "@") {
      user = String(rest[...at])
      rest = rest[rest.index(after: at)...]
    }
    let url = try? WebSocketURL("http://" + rest, plain: "http://", secure: "https://")
    return url.map { ($0, user) }
  }

  func resolved(_ session: SocketSession, _ answer: NameLookup.Answer, at now: MediaTime) {
    guard case .waiting = session.stage else { return }
    switch answer {
    case .pending: break
    case .failed(let reason): drop(session, .failed(WebSocketFailure(.refused, reason: reason)))
    case .addresses(let addresses):
      session.addresses = addresses
      attempt(session, at: now)
    }
  }

  /// Tries the next address, for its share of the time that is left.
  private func attempt(_ session: SocketSession, at now: MediaTime) {
    guard let core, let url = session.url, !session.addresses.isEmpty else { return }
    let shares = Int64(session.addresses.count)
    let address = session.addresses.removeFirst()
    session.tag = nextTag()
    session.stage = .connecting
    attempts[session.tag] = session
    let share = MediaTime(nanoseconds: max(1, (session.openBy - now).nanoseconds / shares))
    set(session, due: now + share)
    var request = OutgoingRequest(url: url, headers: session.request.headers, tag: session.tag)
    request.maxMessageBytes = session.request.maxMessageBytes
    request.wantedHeaders = ["retry-after"] + session.request.wantedHeaders
    if let proxy = session.proxy {
      let numeric = address.contains(":") ? "[\(address)]" : address
      request.address = url.host
      request.proxy = "\(proxy.user)\(numeric):\(proxy.url.port)"
    } else {
      request.address = address
    }
    core.connect(request)
  }

  /// The time for an attempt is over.
  func connectIsLate(_ session: SocketSession, _ now: MediaTime) {
    guard now < session.openBy, !session.addresses.isEmpty else {
      return drop(session, .failed(WebSocketFailure(.timedOut, reason: "not open in time")))
    }
    abandonAttempt(session)
    attempt(session, at: now)
  }

  private func abandonAttempt(_ session: SocketSession) {
    attempts[session.tag] = nil
    core?.giveUp(tag: session.tag)
  }

  func connectFailed(_ failure: ConnectFailure) {
    guard let session = attempts.removeValue(forKey: failure.tag) else { return }
    if endsWithLoop { return drop(session, .failed(WebSocketFailure(.stopped))) }
    let now = MonotonicClock.now
    let told = WebSocketFailure(failure)
    if told.cause == .refused, !session.addresses.isEmpty, now < session.openBy {
      return attempt(session, at: now)
    }
    session.exchange.note(failure.headers)
    remove(session)
    session.end(.failed(told))
  }

  func answered(_ tag: Int, headers: [String: String]) {
    attempts[tag]?.exchange.note(headers)
  }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> AnyObject {
    guard let session = request.tag.flatMap({ attempts.removeValue(forKey: $0) }) else {
      unwanted.append(id)
      return Nobody.only
    }
    let now = MonotonicClock.now
    session.stage = .open(id)
    session.lastHeard = now
    set(session, due: session.request.silenceTimeout.map { now + Self.quarter($0) } ?? .distantFuture)
    counters.add(1, to: counters.opened)
    session.deliver(.opened)
    fresh.append(session)
    return session
  }

  /// Whose connection it is when nobody waits for it any more.
  final class Nobody: Sendable {
    static let only = Nobody()
  }
}

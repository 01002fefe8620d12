internal import Audio
internal import Conversation
internal import Glibc
internal import Networking
internal import Providers
internal import Wire

/// One vendor as an adapter sees it: where it is, our key to it, and what its refusals mean.
struct Vendor: Sendable {
  /// As people call it.
  let name: String
  /// `https://host…`, without a slash at the end.
  let baseURL: String
  /// `nil` for a server that wants none.
  let key: ProviderKey?
  /// Where the key was looked for.
  let keyVariable: String

  /// The address for HTTP.
  func url(_ target: String) -> String { baseURL + target }

  /// The address for WebSockets.
  func socketURL(_ target: String) -> String { "ws" + baseURL.dropFirst(4) + target }

  /// The base URL without its path.
  var origin: String {
    let parts = baseURL.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.prefix(3).joined(separator: "/")
  }

  /// Seconds since 1970.
  static var wallClock: Double {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}

// MARK: - What failures mean

extension Vendor {
  /// What a status that is not 200 means.
  /// - Parameters:
  ///   - retryAfter: the header of that name.
  ///   - said: the vendor's own words, possibly empty.
  func refusal(status: Int, retryAfter: MediaTime? = nil, said: String) -> ProviderError {
    let reason = reason("HTTP \(status)", said)
    return switch status {
    // Not the vendor's words: they may quote a part of the key.
    case 401, 403: .rejectedKey("\(name) does not take the key in \(keyVariable) (HTTP \(status))")
    case 402: .misconfigured(reason)
    case 404: .misconfigured(reason)
    case 429: .rateLimited(reason, retryAfter: retryAfter)
    case 503, 529:
      retryAfter.map { .rateLimited(reason, retryAfter: $0) } ?? .overloaded(reason)
    case 300..<400: .unusableAnswer("\(name) redirects (HTTP \(status)), which is not followed")
    default: .failed(reason)
    }
  }

  func failure(_ failure: HTTPFailure) -> ProviderError {
    switch failure {
    case .unusable: .misconfigured(reason("\(failure)", ""))
    case .timedOut(.connect): .noProgress(.connecting)
    case .timedOut(.firstByte): .noProgress(.beforeFirst)
    case .timedOut: .noProgress(.between)
    case .tooLarge: .unusableAnswer(reason("\(failure)", ""))
    case .refused, .untrusted, .broken, .stopped: .failed(reason("\(failure)", ""))
    }
  }

  func failure(_ failure: WebSocketFailure) -> ProviderError {
    let reason = reason("\(failure)", "")
    switch failure.cause {
    case .unusable: return .misconfigured(reason)
    case .timedOut: return .noProgress(.connecting)
    case .silent: return .noProgress(.between)
    case .tooLarge: return .unusableAnswer(reason)
    case .refused, .untrusted, .broken, .stopped: return .failed(reason)
    case .rejected:
      guard let status = failure.status else { return .failed(reason) }
      // All that an upgrade says is in its URL: the model, the voice, the options.
      if status == 400 || status == 422 {
        return misconfigured("does not know the model, the voice or an option (HTTP \(status))")
      }
      return refusal(status: status, retryAfter: failure.retryAfter, said: "")
    }
  }

  /// The vendor closed a socket that was still wanted.
  func closed(code: Int?, reason said: String) -> ProviderError {
    failed("the connection was closed" + (code.map { " (\($0))" } ?? ""), said: said)
  }

  /// Something came that is not what the protocol says.
  func unusable(_ error: WireError) -> ProviderError {
    .unusableAnswer("\(name) sent a message that cannot be read: \(error)")
  }

  func unusable(_ what: String) -> ProviderError { .unusableAnswer(reason(what, "")) }

  /// A failure in the vendor's words.
  func failed(_ what: String, said: String = "") -> ProviderError { .failed(reason(what, said)) }

  /// A mistake in the agent or the environment, in the vendor's words.
  func misconfigured(_ what: String, said: String = "") -> ProviderError {
    .misconfigured(reason(what, said))
  }

  private func reason(_ what: String, _ said: String) -> String {
    let said = key?.scrubbed(said) ?? ProviderKey.printable(said)
    let what = key?.scrubbed(what) ?? ProviderKey.printable(what)
    return said.isEmpty ? "\(name): \(what)" : "\(name): \(what): \(said)"
  }
}

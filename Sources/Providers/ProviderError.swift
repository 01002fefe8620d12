public import Audio

/// Why a provider could not do its work; each case says what to do next.
public enum ProviderError: Error, Equatable, Sendable {
  /// Cannot be used as configured (a missing model file, an unknown voice): tell the operator, do not retry.
  case misconfigured(String)
  /// The vendor does not take the key: tell the operator which one, do not retry. The reason never holds the key.
  case rejectedKey(String)
  /// Has no capacity right now: refuse new work, retry later.
  case overloaded(String)
  /// We asked too often: all calls leave it alone for so long, or for as long as the breaker thinks where the vendor
  /// did not say.
  case rateLimited(String, retryAfter: MediaTime?)
  /// Took the work and then nothing came any more: give it up and fail over at once.
  case noProgress(ProviderPhase)
  /// Answered with something that cannot be used (invalid JSON, no audio, audio of another rate): fail over.
  case unusableAnswer(String)
  /// Failed at this piece of work: retry, then fail over.
  case failed(String)
}

extension ProviderError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .misconfigured(let reason): "misconfigured: \(reason)"
    case .rejectedKey(let reason): "key rejected: \(reason)"
    case .overloaded(let reason): "overloaded: \(reason)"
    case .rateLimited(let reason, let wait):
      "rate limited: \(reason)" + (wait.map { ", retry after \($0)" } ?? "")
    case .noProgress(let phase): "no progress: \(phase.rawValue)"
    case .unusableAnswer(let reason): "unusable answer: \(reason)"
    case .failed(let reason): "failed: \(reason)"
    }
  }
}

extension ProviderError {
  /// Asking the same provider again will not help before someone changes something.
  public var isLasting: Bool {
    switch self {
    case .misconfigured, .rejectedKey: true
    case .overloaded, .rateLimited, .noProgress, .unusableAnswer, .failed: false
    }
  }
}

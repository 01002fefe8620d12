public import KeyRing
public import Redaction

#if canImport(Glibc)
  internal import Glibc
#endif

/// What keeps personal data from being read or erased.
public enum PrivacyError: Error, Equatable, Sendable {
  /// The key ring refuses; its text says what to do.
  case ring(KeyRingError)
  /// The number names nobody.
  case subject(SubjectAddressError)
  /// The file's name begins with no call's id; name the call.
  case noCall(String)
  /// It decrypts to something that is no recording.
  case noRecording(String)
  /// The request for an erasure cannot be read; remove it and ask again.
  case damagedRequest(String)
  /// Records wait for the database or the journal's disk; it is done when they work again.
  case unsettled
  /// The database refuses; the erasure is tried again.
  case store(String)
  /// The journal refuses; the erasure is tried again.
  case journal(String)
  /// The system refused; `code` is its errno.
  case file(String, path: String, code: Int32)
}

extension PrivacyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .ring(let error): "\(error)"
    case .subject(let error): "\(error)"
    case .noCall(let path): "\(path) is not named after a call; say which one it is of"
    case .noRecording(let path): "\(path) decrypts to no recording"
    case .damagedRequest(let path): "\(path) is no request for an erasure; remove it and ask again"
    case .unsettled: "records still wait for the database; the erasure is done once it has them"
    case .store(let reason): "the database cannot erase: \(reason)"
    case .journal(let reason): "the journal cannot be cleared: \(reason)"
    case .file(let operation, let path, let code): "cannot \(operation) \(path): \(Self.text(of: code))"
    }
  }

  private static func text(of code: Int32) -> String {
    // Sound: strerror answers a C string, which is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

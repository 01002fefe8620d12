/// Why a recorded call cannot be run again; each case says what is wrong with the log.
public enum ReplayError: Error, Equatable, Sendable {
  /// The log ends before the call's first step was wholly written.
  case empty
  /// No call can have been like this.
  case impossible(String)
}

extension ReplayError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "the event log holds nothing that could be replayed"
    case .impossible(let what): "the event log cannot be replayed: \(what)"
    }
  }
}

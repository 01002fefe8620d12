/// Why a sound file could not be read.
public enum WAVError: Error, Equatable, Sendable {
  case missing(path: String)
  /// It is there but cannot be opened: a folder, no permission.
  case unreadable(path: String, reason: String)
  case notAWAV(path: String, reason: String)
  /// It has this many channels, which the chosen way of making them one does not fit.
  case unexpectedChannels(path: String, Int)
}

extension WAVError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path): "\(path) does not exist"
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .notAWAV(let path, let reason): "\(path) is not a WAV file: \(reason)"
    case .unexpectedChannels(let path, let count):
      "\(path) has \(count) channel\(count == 1 ? "" : "s"), which does not fit what was asked for"
    }
  }
}

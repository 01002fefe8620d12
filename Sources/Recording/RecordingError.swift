/// Why a recording could not be made, or ended early.
public enum RecordingError: Error, Equatable, Sendable {
  /// The folder is missing or may not be written to, or the disk is full.
  case cannotCreate(path: String, reason: String)
  /// The disk filled up or failed; the file keeps what was written before.
  case writeFailed(path: String, reason: String)
  /// The file has reached the 4 GiB that a WAV can say of itself.
  case tooLong(path: String)
  /// Outside 1 000 to 192 000 samples a second.
  case unsupportedRate(Int)
  /// The writer was shut down before, or never knew this recording.
  case notOpen
}

extension RecordingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
    case .writeFailed(let path, let reason): "writing \(path) failed: \(reason)"
    case .tooLong(let path): "\(path) reached 4 GiB, the most a WAV file can hold"
    case .unsupportedRate(let rate): "\(rate) Hz is not supported for recordings"
    case .notOpen: "the recording is not open"
    }
  }
}

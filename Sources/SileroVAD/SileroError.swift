/// Why the voice activity model cannot be used, or did not answer.
public enum SileroError: Error, Equatable, Sendable {
  /// `libonnxruntime.so` is not in the directory, or cannot be loaded.
  case libraryMissing(directory: String, reason: String)
  /// The library has no interface this was written for.
  case libraryUnfit(directory: String, reason: String)
  /// The file is not there, or is not the model.
  case modelUnusable(file: String, reason: String)
  case outOfMemory
  /// The library refused a batch.
  case runFailed(reason: String)
}

extension SileroError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .libraryMissing(let directory, let reason):
      "The voice activity model needs libonnxruntime.so, which could not be loaded from \(directory) (\(reason)). "
        + "Run `make setup`, which fetches it."
    case .libraryUnfit(let directory, let reason):
      "The libonnxruntime.so in \(directory) does not fit: \(reason). Run `make setup`, which fetches the right one."
    case .modelUnusable(let file, let reason):
      "The voice activity model \(file) could not be loaded (\(reason)). Run `make setup`, which fetches it."
    case .outOfMemory: "There is no memory for the voice activity model."
    case .runFailed(let reason): "The voice activity model did not answer: \(reason)."
    }
  }
}

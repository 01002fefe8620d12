/// Why a resampler could not be made.
public enum ResamplerError: Error, Equatable, Sendable {
  /// None of `Resampler.supportedRates`.
  case unsupportedRate(Int)
  case outOfMemory
}

extension ResamplerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unsupportedRate(let rate):
      "\(rate) Hz is not supported; use \(Resampler.supportedRates.map(String.init).joined(separator: ", "))"
    case .outOfMemory: "out of memory for a resampler"
    }
  }
}

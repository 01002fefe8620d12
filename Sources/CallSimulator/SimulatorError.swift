/// Why a simulation cannot be run.
public enum SimulatorError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(String)
  case badScript(String, String)
  /// A sound file without speech in it, and why.
  case badSpeech(String, String)
  case badOption(String)
  case unsupportedCodec(String)
  case tooFewDescriptors(needed: Int, limit: Int)
  case network(String)

  public var description: String {
    switch self {
    case .unreadable(let path): "cannot read \(path)"
    case .badScript(let path, let reason): "\(path) is not a caller script: \(reason)"
    case .badSpeech(let path, let reason): "\(path) is no caller speech: \(reason)"
    case .badOption(let reason): reason
    case .unsupportedCodec(let name): "no such codec: \(name); use PCMU, PCMA, G722, L16 or OPUS"
    case .tooFewDescriptors(let needed, let limit):
      "\(needed) file descriptors are needed and only \(limit) allowed; run `ulimit -n \(needed)` as root first"
    case .network(let reason): reason
    }
  }
}

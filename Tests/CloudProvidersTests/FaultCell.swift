import Conversation
import ProviderSimulator
import Providers

/// One cell of the matrix: an adapter, a fault of its vendor's server, and where in the answer it strikes.
struct FaultCell: Sendable, CustomStringConvertible {
  /// Where faults of an answer strike. Those of a connection or a request have one place of their own.
  static let places = ["start", "middle", "end"]

  let adapter: MatrixAdapter
  let kind: Fault.Kind
  let place: String

  var description: String { "\(adapter) \(kind.rawValue) \(place)" }

  /// As `providersim --fault` takes it.
  var fault: String { "\(adapter.rawValue):\(kind.rawValue)\(place.isEmpty ? "" : ":\(place)")" }

  /// The words of the answer are the fault: nobody can tell them from good ones.
  var changesWords: Bool {
    switch kind {
    case .wrongLanguage, .controlCharacters, .outOfOrder, .empty: true
    default: false
    }
  }

  static func all(_ adapter: MatrixAdapter) -> [FaultCell] {
    Fault.Kind.allCases.flatMap { kind -> [FaultCell] in
      switch kind {
      case .refuse, .expiredCertificate, .unauthorized, .rateLimit, .serverError, .overloaded, .redirect,
        .html, .huge:
        return [FaultCell(adapter: adapter, kind: kind, place: "")]
      case .stall, .close:
        return (places + ["connect"]).map { FaultCell(adapter: adapter, kind: kind, place: $0) }
      default: return places.map { FaultCell(adapter: adapter, kind: kind, place: $0) }
      }
    }
  }
}

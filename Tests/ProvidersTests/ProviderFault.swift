import Audio
import Providers

/// How a provider made for tests fails.
enum ProviderFault: Sendable, Equatable {
  case none
  case error(ProviderError)
  /// Takes the work and never says a thing.
  case stalls
  case stallsAfter(Int)
  case failsAfter(Int)
  /// A success with nothing in it.
  case empty
  /// So long between two pieces.
  case drips(MediaTime)

  static func random(_ dice: inout SeededGenerator) -> ProviderFault {
    switch Int.random(in: 0..<10, using: &dice) {
    case 0: .error(.failed("connection reset"))
    case 1: .error(.rejectedKey("no such key"))
    case 2: .error(.rateLimited("429", retryAfter: .seconds(Int64(3))))
    case 3: .error(.overloaded("529"))
    case 4: .stalls
    case 5: .stallsAfter(Int.random(in: 1..<30, using: &dice))
    case 6, 7: .failsAfter(Int.random(in: 1..<30, using: &dice))
    case 8: .empty
    default: .drips(.milliseconds(Int64.random(in: 300..<2_000, using: &dice)))
    }
  }
}

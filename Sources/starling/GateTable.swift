import Audio
import Conversation
import PrometheusMetrics
import Providers
import Synchronization

/// What a process knows of its providers: one gate for each, whoever asks.
final class GateTable: Sendable {
  private struct Entry {
    let key: String
    let role: ProviderVendor.Role
    let gate: ProviderGate
  }
  private let entries = Mutex<[Entry]>([])
  private let seed = UInt64.random(in: 0 ... .max)

  func gate(_ role: ProviderVendor.Role, _ choice: ProviderChoice) -> ProviderGate {
    // A server of one's own may fail while the vendor's does not.
    let key = "\(role.rawValue) \(choice.name) \(choice.baseURL)"
    return entries.withLock { entries in
      if let known = entries.first(where: { $0.key == key }) { return known.gate }
      let gate = ProviderGate(choice.name, seed: seed)
      entries.append(Entry(key: key, role: role, gate: gate))
      return gate
    }
  }

  var figures: [MetricFamily] {
    let all = entries.withLock { $0 }.map { entry in
      (["role": entry.role.rawValue, "provider": entry.gate.name] as MetricLabels, entry.gate.figures)
    }
    func samples(_ value: (ProviderGate.Figures) -> Double?) -> [MetricSample] {
      all.compactMap { labels, figures in value(figures).map { MetricSample($0, labels: labels) } }
    }
    return [
      .counter(
        "starling_provider_asked", "Pieces of work given to a provider.", samples { Double($0.asked) }),
      .counter("starling_provider_succeeded", "Of these, done.", samples { Double($0.succeeded) }),
      .counter("starling_provider_failed", "Of these, failed.", samples { Double($0.failed) }),
      .counter(
        "starling_provider_refused", "Kept away from a provider by its breaker or a rate limit.",
        samples { Double($0.refused) }),
      .gauge(
        "starling_provider_open", "1 while a provider is left alone, 0.5 while it is tried again, else 0.",
        samples { figures in
          switch figures.standing {
          case .closed: 0
          case .probing: 0.5
          case .open: 1
          }
        }),
      .gauge(
        "starling_provider_p95_seconds", "95th percentile of the latest times to the first answer.",
        samples { $0.percentile95?.seconds }),
    ]
  }
}

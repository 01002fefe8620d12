import PrometheusMetrics
import Providers

/// What today's calls (UTC) have cost so far, those included only once they are over.
enum CostFigures {
  static func families(_ book: CostBook) -> [MetricFamily] {
    let today = book.today.sorted { ($0.key.tenant, $0.key.agent) < ($1.key.tenant, $1.key.agent) }
    func samples(_ values: [(kind: String?, value: (CallCosts) -> Double)]) -> [MetricSample] {
      today.flatMap { key, costs in
        values.map { kind, value in
          let labels = [("tenant", key.tenant), ("agent", key.agent)] + (kind.map { [("kind", $0)] } ?? [])
          return MetricSample(value(costs), labels: MetricLabels(labels))
        }
      }
    }
    return [
      .gauge("starling_cost_today_usd", "What today's calls have cost.", samples([(nil, \.total)])),
      .gauge(
        "starling_cost_today_wasted_usd", "Of this, for replies that nobody heard.",
        samples([(nil, \.wasted)])),
      .gauge(
        "starling_cost_today_saved_usd", "What cached speech and cached tokens would have cost besides.",
        samples([(nil, \.saved)])),
      .gauge(
        "starling_cost_today_unpriced", "Uses of providers that no price is known of.",
        samples([(nil, { Double($0.unpriced) })])),
      .gauge(
        "starling_tokens_today", "Tokens of today's calls; those wasted are among the others.",
        samples([
          ("input", { Double($0.inputTokens) }), ("cached", { Double($0.cachedTokens) }),
          ("output", { Double($0.outputTokens) }), ("wasted", { Double($0.wastedTokens) }),
        ])),
      .gauge(
        "starling_speech_characters_today", "Characters of today's calls: spoken by a provider, or cached.",
        samples([
          ("spoken", { Double($0.spokenCharacters) }), ("cached", { Double($0.savedCharacters) }),
        ])),
      .gauge(
        "starling_recognition_seconds_today", "Audio that recognisers were sent in today's calls.",
        samples([(nil, \.recognitionSeconds)])),
      .counter("starling_cost_strays", "Uses told of calls that were over.", book.strays),
    ]
  }
}

import Audio
import CallCore
import CallEngine
import ControlPlane
import PrometheusMetrics
import Records
import Retention

/// What the admin port tells of a running engine.
struct EngineAdminState: AdminState {
  let engine: Engine
  private let registry: PrometheusRegistry

  /// - Parameter registry: what the process counts through swift-metrics; the engine's, the records' and the system's
  ///   figures join it at every scrape.
  init(
    engine: Engine, records: RecordKeeper, retention: RetentionJob, telemetry: TelemetryAssembly,
    cloud: CloudAssembly?, registry: PrometheusRegistry
  ) {
    self.engine = engine
    self.registry = registry
    registry.describe("starling_admin_requests_total", help: "Requests to the admin port.")
    registry.addCollector { engine.figures }
    registry.addCollector { records.figures }
    registry.addCollector { Self.figures(retention) }
    registry.addCollector { telemetry.figures }
    if let cloud { registry.addCollector { cloud.figures } }
    registry.addCollector { ProcessFigures.families() }
  }

  private static func figures(_ retention: RetentionJob) -> [MetricFamily] {
    let removed = retention.removed
    return [
      .counter(
        "starling_retention_deleted_total",
        "Calls and files of which something was removed when its time was over.",
        RetainedKind.allCases.map {
          MetricSample(Double(removed[$0] ?? 0), labels: ["kind": $0.rawValue])
        })
    ]
  }

  var refusal: String? { engine.gate.currentRefusal }
  var stuckThread: String? { engine.stuckThread() }
  var metrics: String { registry.render() }

  var calls: [AdminCall] {
    let now = engine.clock.wallClockAtZero + engine.clock.now.seconds
    return engine.calls.map { call in
      AdminCall(
        id: call.info.id.description, callControlID: call.info.callControlID, from: call.info.from,
        to: call.info.to, codec: call.info.format.inbound.rawValue, state: call.phase.rawValue,
        seconds: now - call.info.startedAt, turns: call.turns, worker: call.worker)
    }
  }
}

import Audio
import CallEngine
import Conversation
import Foundation
import Networking
import PrometheusMetrics
import Settings
import Telemetry
import Tracing

/// Spans of a server, put together from its settings and OpenTelemetry's variables.
final class TelemetryAssembly: Sendable {
  /// How long a stop waits for the last spans.
  private static let stopTime = MediaTime.seconds(3 as Int64)

  /// Nil when no spans are asked for.
  let tracer: CallTracer?
  private let exporter: SpanExporter?
  private let post: SpanPost?
  private let settings: ResolvedSettings
  private let agent: AgentDefinition

  /// - Throws: exit code 2 with the variable that cannot be used.
  init(_ settings: ResolvedSettings, agent: AgentDefinition) throws {
    self.settings = settings
    self.agent = agent
    let environment = ProcessInfo.processInfo.environment
    guard settings.traceSample > 0, let endpoint = try Self.endpoint(environment) else {
      tracer = nil
      exporter = nil
      post = nil
      return
    }
    let post: SpanPost
    do throws(NetworkingError) {
      post = try SpanPost()
    } catch {
      throw CommandFailure.failed("no spans: \(error)")
    }
    let redactor = RecordRedactor(agent.redact)
    let exporter = SpanExporter(
      endpoint: endpoint,
      encoder: OTLPEncoder(resource: Self.resource(environment), secrets: ServerLog.secrets),
      content: TraceContent(isSent: settings.tracesContent) { redactor.text($0) },
      send: { post.send($0, $1) }, tell: { Self.tell($0) })
    self.post = post
    self.exporter = exporter
    tracer = CallTracer(exporter: exporter, sampler: TraceSampler(ratio: settings.traceSample))
  }

  /// For libraries that know swift-distributed-tracing. Once in a process.
  func bootstrap() {
    guard let exporter else { return }
    InstrumentationSystem.bootstrap(
      SpanTracer(sampler: TraceSampler(ratio: settings.traceSample)) { exporter.take($0) })
  }

  /// The sink, with traces and log lines beside it.
  func watching(_ sink: any CallRecordSink) -> any CallRecordSink {
    let agent = agent.name
    let providers = settings.providers.rawValue
    let isEmbedded = settings.providers == .embedded
    let voice = isEmbedded ? settings.voice.rawValue : providers
    let plan = isEmbedded ? self.agent.providers : ProviderPlan()
    return TracingSink(sink, tracer: tracer) { call in
      var traced = TracedCall(
        id: call.id, startedAt: call.startedAt, from: call.from, to: call.to,
        codec: call.format.inbound.rawValue, rate: call.format.rate, agent: agent)
      traced.recogniser = plan.recogniser.first?.name ?? providers
      traced.modelProvider = plan.model.first?.vendor.rawValue ?? (isEmbedded ? "scripted" : providers)
      traced.model = plan.model.first?.model ?? ""
      traced.voice = plan.voice.first?.name ?? voice
      return traced
    }
  }

  func stop() {
    exporter?.stop(within: Self.stopTime)
    post?.stop()
  }

  var figures: [MetricFamily] {
    let sums = exporter?.statistics ?? ExportStatistics()
    return [
      .counter("starling_spans_exported_total", "Spans that the collector took.", sums.exported),
      .counter("starling_spans_dropped_total", "Spans for which there was no room.", sums.dropped),
      .counter("starling_spans_failed_total", "Spans that the collector refused or never got.", sums.failed),
      .gauge("starling_spans_pending", "Spans that wait or are on their way.", Double(sums.pending)),
    ]
  }

  static func check(_ settings: ResolvedSettings) -> @Sendable () -> DoctorCheck {
    { @Sendable in
      let name = "spans"
      do throws(TelemetryError) {
        guard let endpoint = try OTLPEndpoint.find(ProcessInfo.processInfo.environment) else {
          return .ok(name, "off: OTEL_EXPORTER_OTLP_ENDPOINT is not set")
        }
        let share = "of \(settings.entry(.traceSample).shownValue ?? "0") of all calls"
        guard !settings.tracesContent else {
          return .warn(
            name, "\(share), with what was said and who called",
            mend: "leave trace-content out to send neither")
        }
        return .ok(name, "\(share), sent with a limit of \(endpoint.timeout)")
      } catch {
        return .fail(name, "\(error)", mend: "mend the variable, or unset it to send no spans")
      }
    }
  }

  // MARK: Parts

  private static func endpoint(_ environment: [String: String]) throws -> OTLPEndpoint? {
    do throws(TelemetryError) {
      return try OTLPEndpoint.find(environment)
    } catch {
      throw CommandFailure.misconfigured("\(error)")
    }
  }

  private static func resource(_ environment: [String: String]) -> TelemetryResource {
    let given = environment["OTEL_SERVICE_NAME"] ?? ""
    return TelemetryResource(
      service: given.isEmpty ? "starling" : given, version: Starling.version,
      host: ProcessInfo.processInfo.hostName, process: ProcessInfo.processInfo.processIdentifier,
      attributes: OTLPEndpoint.pairs(environment["OTEL_RESOURCE_ATTRIBUTES"] ?? "") ?? [])
  }

  private static func tell(_ event: ExportEvent) {
    switch event {
    case .failing(let reason): Terminal.complain("warning: spans cannot be sent: \(reason)")
    case .recovered: Terminal.complain("notice: spans are sent again")
    }
  }
}

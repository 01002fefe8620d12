/// Who sends the spans: OTLP's resource.
public struct TelemetryResource: Sendable, Equatable {
  public var fields: [SpanField]
  /// The instrumentation's name and version.
  public var scope: String
  public var version: String

  /// - Parameters:
  ///   - attributes: `OTEL_RESOURCE_ATTRIBUTES`' pairs; they win over the rest.
  public init(
    service: String = "starling", version: String, host: String, process: Int32? = nil,
    attributes: [(String, String)] = []
  ) {
    scope = "starling"
    self.version = version
    var fields = [
      SpanField("service.name", .text(service)), SpanField("service.version", .text(version)),
      SpanField("host.name", .text(host)),
    ]
    if let process { fields.append(SpanField("process.pid", .integer(Int64(process)))) }
    fields.removeAll { field in attributes.contains { $0.0 == field.key } }
    self.fields = fields + attributes.map { SpanField($0.0, .text($0.1)) }
  }
}

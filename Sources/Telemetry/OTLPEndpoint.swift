public import Audio
internal import Foundation

/// Where spans are sent, as OpenTelemetry's own variables say it.
///
/// | variable | meaning |
/// |---|---|
/// | `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` | the URL as it is |
/// | `OTEL_EXPORTER_OTLP_ENDPOINT` | a base URL; `/v1/traces` is put behind it |
/// | `OTEL_EXPORTER_OTLP_TRACES_HEADERS`, `OTEL_EXPORTER_OTLP_HEADERS` | `name=value,…`, values percent-encoded |
/// | `OTEL_EXPORTER_OTLP_TIMEOUT` | milliseconds of one attempt (10 000) |
/// | `OTEL_SDK_DISABLED` | `true`: no spans |
public struct OTLPEndpoint: Sendable, Equatable {
  public struct Header: Sendable, Equatable {
    public var name: String
    public var value: SecretText

    public init(name: String, value: SecretText) {
      self.name = name
      self.value = value
    }
  }

  public var url: String
  public var headers: [Header]
  public var timeout: MediaTime

  public init(url: String, headers: [Header] = [], timeout: MediaTime = .seconds(10 as Int64)) {
    self.url = url
    self.headers = headers
    self.timeout = timeout
  }

  /// Nil when nobody asks for spans.
  public static func find(_ environment: [String: String]) throws(TelemetryError) -> OTLPEndpoint? {
    func given(_ names: String...) -> (name: String, value: String)? {
      for name in names {
        if let value = environment[name], !value.isEmpty { return (name, value) }
      }
      return nil
    }
    if given("OTEL_SDK_DISABLED")?.value.lowercased() == "true" { return nil }
    guard
      let place = given("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
      var url = try Self.checked(place.value, place.name)
    else { return nil }
    if place.name == "OTEL_EXPORTER_OTLP_ENDPOINT" {
      while url.hasSuffix("/") { url.removeLast() }
      url += "/v1/traces"
    }
    var endpoint = OTLPEndpoint(url: url)
    if let headers = given("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS") {
      guard let pairs = Self.pairs(headers.value), pairs.allSatisfy({ Self.isHeader($0.0, $0.1) }) else {
        throw .unusable(variable: headers.name, wanted: "name=value pairs with commas between them")
      }
      endpoint.headers = pairs.map { Header(name: $0.0.lowercased(), value: SecretText($0.1)) }
    }
    if let timeout = given("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT") {
      guard let milliseconds = Int64(timeout.value), (1...600_000).contains(milliseconds) else {
        throw .unusable(variable: timeout.name, wanted: "milliseconds, 1 to 600000")
      }
      endpoint.timeout = .milliseconds(milliseconds)
    }
    return endpoint
  }

  /// The pairs of `name=value,name=value`, values percent-decoded; nil when it is none (`OTEL_RESOURCE_ATTRIBUTES` is
  /// written the same way).
  public static func pairs(_ text: String) -> [(String, String)]? {
    var pairs: [(String, String)] = []
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { return nil }
      let name = sides[0].trimmingCharacters(in: .whitespaces)
      guard !name.isEmpty, let value = sides[1].trimmingCharacters(in: .whitespaces).removingPercentEncoding
      else { return nil }
      pairs.append((name, value))
    }
    return pairs
  }

  /// The value is not shown: a URL may hold a key.
  private static func checked(_ text: String, _ name: String) throws(TelemetryError) -> String? {
    guard text.utf8.count <= 2_048, let parts = URLComponents(string: text),
      ["http", "https"].contains(parts.scheme?.lowercased()), let host = parts.host, !host.isEmpty,
      parts.fragment == nil, parts.user == nil, parts.password == nil
    else {
      throw .unusable(variable: name, wanted: "a URL such as http://collector:4318, without user or fragment")
    }
    return text
  }

  private static func isHeader(_ name: String, _ value: String) -> Bool {
    name.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ":") }
      && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
  }
}

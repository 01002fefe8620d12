import Audio
import Foundation
import Testing

@testable import Telemetry

@Suite("Spans as OTLP/JSON")
struct OTLPEncoderTests {
  private static let resource = TelemetryResource(version: "1.2.3", host: "box")

  private static func span() throws -> FinishedSpan {
    var span = FinishedSpan(
      trace: try #require(TraceID("5b8efff798038103d269b633813fc60c")),
      id: try #require(SpanID("eee19b7ec3c1b174")),
      parent: SpanID("eee19b7ec3c1b173"), name: "chat m", kind: .client, start: 1_544_712_660_000_000_000,
      end: 1_544_712_661_000_000_001,
      fields: [
        SpanField("a", "b\"\\\n\u{7f}\u{2028}ü"), SpanField("n", 9_007_199_254_740_993),
        SpanField("d", .number(0.5)),
        SpanField("t", true), SpanField("l", .list(["x", 1])), SpanField("nan", .number(.nan)),
      ])
    span.moments = [SpanMoment("dtmf", at: 1_544_712_660_500_000_000, fields: [SpanField("k", 1)])]
    span.links = [
      TraceParent(trace: span.trace, span: try #require(SpanID("eee19b7ec3c1b175")), isSampled: true)
    ]
    span.status = .failed("no")
    return span
  }

  @Test("have the form that the protocol's JSON mapping prescribes")
  func golden() throws {
    let text = String(decoding: OTLPEncoder(resource: Self.resource).encode([try Self.span()]), as: UTF8.self)
    let expected =
      #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"starling"}},"#
      + #"{"key":"service.version","value":{"stringValue":"1.2.3"}},{"key":"host.name","value":{"stringValue":"box"}}]},"#
      + #""scopeSpans":[{"scope":{"name":"starling","version":"1.2.3"},"spans":[{"#
      + #""traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","parentSpanId":"eee19b7ec3c1b173","#
      + #""flags":257,"name":"chat m","kind":3,"startTimeUnixNano":"1544712660000000000","#
      + #""endTimeUnixNano":"1544712661000000001","attributes":["#
      + #"{"key":"a","value":{"stringValue":"b\"\\\n\u007f\u2028ü"}},{"key":"n","value":{"intValue":"9007199254740993"}},"#
      + #"{"key":"d","value":{"doubleValue":0.5}},{"key":"t","value":{"boolValue":true}},"#
      + #"{"key":"l","value":{"arrayValue":{"values":[{"stringValue":"x"},{"intValue":"1"}]}}},"#
      + #"{"key":"nan","value":{"doubleValue":"NaN"}}],"#
      + #""events":[{"timeUnixNano":"1544712660500000000","name":"dtmf","attributes":[{"key":"k","value":{"intValue":"1"}}]}],"#
      + #""links":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b175"}],"#
      + #""status":{"code":2,"message":"no"}}]}]}]}"#
    #expect(text == expected)
  }

  @Test("are JSON whatever the texts are, cut at a length, and without secrets")
  func fuzz() throws {
    var generator = SeededGenerator(seed: 5)
    let secret = "sk-planted-0123456789"
    let encoder = OTLPEncoder(resource: Self.resource, secrets: SecretFilter([SecretText(secret)]))
    for round in 0..<300 {
      var span = try Self.span()
      let noise = String(
        decoding: (0..<Int.random(in: 0...9_000, using: &generator)).map { _ in
          UInt8.random(in: 0 ... .max, using: &generator)
        }, as: UTF8.self)
      span.name = round % 2 == 0 ? noise : secret
      span.fields = [SpanField(noise, .text(noise + secret + noise))]
      span.status = .failed("Bearer \(secret)")
      let bytes = encoder.encode([span, span])
      _ = try JSONSerialization.jsonObject(with: Data(bytes))
      #expect(bytes.count < 2 * 7 * 4 * OTLPEncoder.longestText)
      #expect(!String(decoding: bytes, as: UTF8.self).contains(secret))
    }
  }

  @Test("go where OpenTelemetry's variables say")
  func endpoint() throws {
    #expect(try OTLPEndpoint.find([:]) == nil)
    #expect(try OTLPEndpoint.find(["OTEL_EXPORTER_OTLP_ENDPOINT": ""]) == nil)
    let plain = try #require(try OTLPEndpoint.find(["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318/"]))
    #expect(plain.url == "http://c:4318/v1/traces")
    let full = try #require(
      try OTLPEndpoint.find([
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://t/x",
        "OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer%20abcdefgh, x=y",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1500",
      ]))
    #expect(full.url == "https://t/x" && full.timeout == .milliseconds(1_500))
    #expect(full.headers.map(\.name) == ["authorization", "x"])
    #expect(full.headers[0].value.revealed == "Bearer abcdefgh")
    #expect(!"\(full)".contains("abcdefgh"))
    var dumped = ""
    dump(full, to: &dumped)
    #expect(!dumped.contains("abcdefgh"))
    #expect(
      try OTLPEndpoint.find(["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_SDK_DISABLED": "true"]) == nil)
  }

  @Test(
    "are refused a way that is none, without showing it",
    arguments: [
      ["OTEL_EXPORTER_OTLP_ENDPOINT": "collector-planted:4318"],
      ["OTEL_EXPORTER_OTLP_ENDPOINT": "ftp://planted"],
      ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://user:planted@c"],
      ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_EXPORTER_OTLP_HEADERS": "planted"],
      ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_EXPORTER_OTLP_HEADERS": "a=planted%0d%0aX: y"],
      ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_EXPORTER_OTLP_TIMEOUT": "planted"],
    ])
  func unusable(environment: [String: String]) throws {
    let error = try #require(throws: TelemetryError.self) { try OTLPEndpoint.find(environment) }
    #expect("\(error)".contains("OTEL_EXPORTER_OTLP_") && !"\(error)".contains("planted"))
  }
}

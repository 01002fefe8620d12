/// An OpenTelemetry collector for OTLP/HTTP in JSON: keeps what it is sent.
struct TraceCollector {
  private let exchange: HTTPExchange

  init(_ exchange: HTTPExchange) { self.exchange = exchange }

  func answer() {
    let context = exchange.context
    guard exchange.request.header("content-type")?.hasPrefix("application/json") == true else {
      context.tally.complain(.otlp, "only application/json is collected")
      return exchange.respond(415, json: "{\"code\":3,\"message\":\"only application/json is collected\"}")
    }
    guard let object = JSONText.object(exchange.request.body), object["resourceSpans"] is [Any] else {
      context.tally.complain(.otlp, "the body is no ExportTraceServiceRequest")
      return exchange.respond(400, json: "{\"code\":3,\"message\":\"no resourceSpans\"}")
    }
    context.tally.keepTrace(JSONText.write(object))
    exchange.connection.after(exchange.connection.draw(.otlp)) { [exchange] in
      exchange.respond(200, json: "{\"partialSuccess\":{}}")
    }
  }
}

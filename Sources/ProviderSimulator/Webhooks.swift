import Foundation

/// The user's own tools: `/webhook/echo`, `booking`, `redirect`, `hang`, `huge`, `html`, `error`, `empty`, `slow`.
struct Webhooks {
  /// 10 MB of JSON.
  static let huge: [UInt8] =
    Array("{\"result\":\"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20) + Array("\"}".utf8)

  private let exchange: HTTPExchange

  init(_ exchange: HTTPExchange) { self.exchange = exchange }

  func answer() {
    let request = exchange.request
    keep(request)
    let connection = exchange.connection
    let stream = EventStream(connection: connection, vendor: .webhook, framing: .body)
    if stream.fault?.place == .start || stream.fault?.kind == .empty || stream.fault?.kind == .close {
      spoil(stream)
      if stream.has(.close) || connection.isDead { return }
      if stream.has(.empty) { return exchange.respond(200, body: []) }
    }
    var delay = connection.draw(.webhook)
    if request.path == "/webhook/slow" { delay += Double(request.query["seconds"] ?? "3") ?? 3 }
    connection.after(delay) { [self] in reply(request, stream) }
  }

  private func spoil(_ stream: EventStream) {
    switch stream.fault?.kind {
    case .stall: exchange.connection.stall(for: stream.fault?.value)
    case .close: exchange.connection.abort()
    default: break
    }
  }

  private func reply(_ request: SimulatedRequest, _ stream: EventStream) {
    let name = String(request.path.dropFirst("/webhook/".count))
    switch name {
    case "hang": return
    case "redirect":
      return exchange.respond(
        307, type: "text/plain", headers: [("Location", "https://redirected.invalid/webhook/echo")], body: [])
    case "huge": return exchange.respond(200, body: Self.huge)
    case "html":
      return exchange.respond(
        200, type: "text/html", body: Array("<!doctype html><html><body>Not found</body></html>".utf8))
    case "error": return exchange.respond(500, json: "{\"error\":\"the tool failed\"}")
    case "empty": return exchange.respond(200, body: [])
    default: break
    }
    let json = name == "booking" ? booking(request) : echo(request)
    if let fault = stream.fault {
      switch fault.kind {
      case .invalidJSON: return exchange.respond(200, json: String(json.dropLast(2)))
      case .nan: return exchange.respond(200, json: JSONText.withoutNumbers(json))
      case .wrongLanguage, .controlCharacters:
        return exchange.respond(200, json: "{\"result\":\(JSONText.quote(stream.content("It is done")))}")
      default:
        exchange.begin(type: "application/json")
        stream.send(.text(json))
        stream.finish()
        return exchange.end()
      }
    }
    exchange.respond(200, json: json)
  }

  private func echo(_ request: SimulatedRequest) -> String {
    "{\"ok\":true,\"echo\":\(JSONText.object(request.body).map { JSONText.write($0) } ?? "null")}"
  }

  private func booking(_ request: SimulatedRequest) -> String {
    let key = request.header("idempotency-key") ?? UUID().uuidString
    return exchange.context.tally.booking(key: key) { number in
      "{\"ok\":true,\"booking_id\":\"B-\(1000 + number)\",\"message\":\"The visit is booked.\"}"
    }
  }

  private func keep(_ request: SimulatedRequest) {
    let headers = request.headers.map {
      "\(JSONText.quote($0.name.lowercased())):\(JSONText.quote($0.value))"
    }
    exchange.context.tally.keepWebhook(
      """
      {"path":\(JSONText.quote(request.path)),"method":"\(request.method)",\
      "headers":{\(headers.joined(separator: ","))},\
      "body":\(JSONText.object(request.body).map { JSONText.write($0) } ?? "null")}
      """)
  }
}

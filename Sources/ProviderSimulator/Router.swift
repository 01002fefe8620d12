import NIOCore

/// Sends each request to its vendor, past the faults that come before an answer.
final class Router {
  private let connection: Connection
  private var context: SimulatorContext { connection.context }

  init(connection: Connection) { self.connection = connection }

  func answer(_ exchange: HTTPExchange) {
    let request = exchange.request
    if request.path.hasPrefix("/sim/") { return SimulatorControl.answer(exchange) }
    guard let vendor = Vendor(path: request.path) else {
      return exchange.respond(404, json: "{\"error\":\"no vendor has the path \(request.path)\"}")
    }
    guard pass(exchange, vendor) else { return }
    switch vendor {
    case .anthropic: AnthropicMessages(exchange).answer()
    case .openai: OpenAIChat(exchange).answer()
    case .aura: AuraRequest(exchange).answer()
    case .webhook: Webhooks(exchange).answer()
    case .otlp: TraceCollector(exchange).answer()
    case .deepgram, .flux, .cartesia, .elevenlabs:
      exchange.respond(400, json: VendorReply(vendor).malformed("this is a WebSocket endpoint"))
    }
  }

  func upgrade(_ exchange: HTTPExchange, _ accept: @escaping (any WebSocketPeer) -> Void) {
    let request = exchange.request
    guard let vendor = Vendor(path: request.path) else {
      return exchange.respond(404, json: "{\"error\":\"no vendor has the path \(request.path)\"}")
    }
    guard pass(exchange, vendor) else { return }
    let refuse: (String) -> Void = { [context] reason in
      context.tally.complain(vendor, reason)
      exchange.respond(400, json: VendorReply(vendor).malformed(reason))
    }
    let peer: any WebSocketPeer
    switch vendor {
    case .deepgram, .flux, .aura:
      let fits = vendor == .aura ? AudioFormat(speaking: request) : AudioFormat(listening: request)
      guard let format = fits else { return refuse("encoding or sample_rate are not supported") }
      switch vendor {
      case .deepgram: peer = DeepgramLive(connection, request, format)
      case .flux:
        guard request.query["model"]?.hasPrefix("flux-") == true else {
          return refuse("/v2/listen needs model=flux-general-en")
        }
        peer = DeepgramFlux(connection, request, format)
      default: peer = AuraSocket(connection, request, format)
      }
    case .cartesia:
      guard request.header("cartesia-version") ?? request.query["cartesia_version"] != nil else {
        return refuse("the header Cartesia-Version is missing")
      }
      peer = CartesiaSocket(connection)
    case .elevenlabs:
      guard let format = AudioFormat(elevenlabs: request.query["output_format"] ?? "mp3_44100_128") else {
        return refuse("only pcm_*, ulaw_8000 and alaw_8000 are simulated as output_format")
      }
      peer = ElevenLabsSocket(connection, request, format)
    case .anthropic, .openai, .webhook, .otlp: return refuse("this is no WebSocket endpoint")
    }
    connection.after(connection.draw(.deepgramConnect)) { accept(peer) }
  }

  /// Whether the request may be answered: the key is right and no fault is due. Answers it otherwise.
  private func pass(_ exchange: HTTPExchange, _ vendor: Vendor) -> Bool {
    connection.belongs(to: vendor)
    context.tally.count(vendor) { $0.requests += 1 }
    guard connection.portVendor == nil, let fault = context.faults.draw(vendor, .accept) else {
      return passKey(exchange, vendor)
    }
    context.tally.count(vendor) { $0.faults += 1 }
    switch fault.kind {
    case .stall, .silence: connection.stall(for: nil)
    case .expiredCertificate: return passKey(exchange, vendor)  // Too late on the common port.
    case .refuse: connection.abort(isReset: true)
    default: connection.abort()
    }
    return false
  }

  private func passKey(_ exchange: HTTPExchange, _ vendor: Vendor) -> Bool {
    let reply = VendorReply(vendor)
    guard reply.accepts(exchange.request, key: context.key) else {
      context.tally.count(vendor) { $0.rejectedKeys += 1 }
      exchange.respond(401, json: reply.unauthorized, headers: reply.headers)
      return false
    }
    guard let fault = context.faults.draw(vendor, .request) else { return true }
    context.tally.count(vendor) { $0.faults += 1 }
    spoil(exchange, fault, reply)
    return false
  }

  private func spoil(_ exchange: HTTPExchange, _ fault: Fault, _ reply: VendorReply) {
    switch fault.kind {
    case .unauthorized: exchange.respond(401, json: reply.unauthorized, headers: reply.headers)
    case .rateLimit:
      let seconds = Int((fault.value ?? 2).rounded(.up))
      exchange.respond(
        429, json: reply.rateLimited, headers: reply.headers + [("Retry-After", "\(seconds)")])
    case .overloaded:
      exchange.respond(reply.overloadedStatus, json: reply.overloaded, headers: reply.headers)
    case .redirect:
      exchange.respond(
        307, type: "text/plain",
        headers: [("Location", "https://redirected.invalid\(exchange.request.path)")],
        body: [])
    case .html:
      exchange.respond(
        200, type: "text/html", body: Array("<!doctype html><html><body>Please log in.</body></html>".utf8))
    case .huge: exchange.respond(200, body: Webhooks.huge)
    default: exchange.respond(500, json: reply.serverError, headers: reply.headers)
    }
  }
}

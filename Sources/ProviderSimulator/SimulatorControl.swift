/// `/sim/...`: what happens, and the switches for faults.
enum SimulatorControl {
  static func answer(_ exchange: HTTPExchange) {
    let context = exchange.context
    switch (exchange.request.method, exchange.request.path) {
    case ("GET", "/sim/state"): exchange.respond(200, json: context.tally.json)
    case ("GET", "/sim/traces"): exchange.respond(200, json: JSONText.list(context.tally.traces))
    case ("GET", "/sim/webhooks"): exchange.respond(200, json: JSONText.list(context.tally.webhooks))
    case ("GET", "/sim/faults"): exchange.respond(200, json: faults(context))
    case ("POST", "/sim/faults"): change(exchange)
    case ("DELETE", "/sim/faults"):
      context.faults.clear()
      exchange.respond(200, json: faults(context))
    case ("POST", "/sim/reset"):
      context.faults.clear()
      context.tally.reset()
      exchange.respond(200, json: "{}")
    default:
      exchange.respond(
        404,
        json:
          "{\"error\":\"GET /sim/state, /sim/traces, /sim/webhooks, GET|POST|DELETE /sim/faults, POST /sim/reset\"}"
      )
    }
  }

  /// `{"add": ["deepgram:stall:now"], "clear": true | "deepgram"}`; what is cleared goes first.
  private static func change(_ exchange: HTTPExchange) {
    let context = exchange.context
    guard let object = JSONText.object(exchange.request.body) else {
      return exchange.respond(400, json: "{\"error\":\"write {\\\"add\\\": [...], \\\"clear\\\": true}\"}")
    }
    do throws(SimulatorError) {
      var added: [Fault] = []
      for text in object["add"] as? [String] ?? [] { added.append(try Fault(parsing: text)) }
      if object["clear"] as? Bool == true { context.faults.clear() }
      if let vendor = (object["clear"] as? String).flatMap(Vendor.init(rawValue:)) {
        context.faults.clear(vendor)
      }
      context.faults.add(added.filter { $0.place != .now })
      for fault in added where fault.place == .now { context.open.strike(fault) }
      exchange.respond(200, json: faults(context))
    } catch {
      exchange.respond(400, json: "{\"error\":\(JSONText.quote(error.description))}")
    }
  }

  private static func faults(_ context: SimulatorContext) -> String {
    let rules = context.faults.summary.map { rule in
      "{\"fault\":\(JSONText.quote(rule.fault.description)),\"seen\":\(rule.seen),\"done\":\(rule.done)}"
    }
    return "{\"faults\":\(JSONText.list(rules))}"
  }
}

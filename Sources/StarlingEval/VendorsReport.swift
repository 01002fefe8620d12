import LoadReport

/// What calls with simulated vendors took, and whether it is as it was designed.
struct VendorsReport: TextTable {
  let calls: Int
  let result: CallsimResult
  /// Over the whole run, ramp included.
  let engineCores: Double
  let vendorCores: Double
  /// The most that were open at a time, by kind.
  let mostOpen: [String: Double]
  let opened: [(label: String, value: Double)]
  let reused: Double
  let asked: [(label: String, value: Double)]
  let failed: Double

  /// The engine's, over the window in which all calls were up; nil when it was not measured.
  var perCallSecond: Double? { result["engineCPUPerCallSecond"] }

  /// A recogniser's for each call, and one for every few dozen voices that speak at a time.
  private var mostSockets: Double { Double(calls) * 1.1 + 10 }
  private static let mostHTTP = 32.0

  var failures: [String] {
    var failures: [String] = []
    if let cost = perCallSecond, cost > VendorsCommand.dearest {
      failures.append(
        "the engine took \(cost) s of processor a second of call, more than \(VendorsCommand.dearest)")
    }
    if perCallSecond == nil { failures.append("what the engine took was not measured") }
    if let lost = result.callsFailed, lost > 0 { failures.append("\(Int(lost)) calls were refused or lost") }
    if mostOpen["websocket"] ?? 0 > mostSockets {
      failures.append(
        "\(Int(mostOpen["websocket"] ?? 0)) WebSockets were open, more than \(Int(mostSockets))")
    }
    if mostOpen["http"] ?? 0 > Self.mostHTTP {
      failures.append(
        "\(Int(mostOpen["http"] ?? 0)) HTTP connections were open, more than \(Int(Self.mostHTTP))")
    }
    if result.turnsAnswered ?? 0 == 0 { failures.append("no turn was answered") }
    return failures
  }

  var text: String {
    func cores(_ value: Double?) -> String { value.map { "\(($0 * 1_000).rounded() / 1_000) cores" } ?? "?" }
    var rows = [
      ("engine, all calls up", cores(result.engineCores)),
      ("engine, a second of call", perCallSecond.map { "\(($0 * 1e6).rounded() / 1e6) s" } ?? "?"),
      ("engine, the whole run", cores(engineCores)), ("providersim, the whole run", cores(vendorCores)),
      ("callsim, all calls up", cores(result["ownCPUPerCallSecond"].map { $0 * Double(calls) })),
      ("turns asked", "\(Int(result.turnsAsked ?? 0))"),
      ("turns answered in full", "\(Int(result.turnsAnswered ?? 0))"),
      ("response p50", "\(Int(result.responseP50Ms ?? 0)) ms"),
      ("response p99", "\(Int(result.responseP99Ms ?? 0)) ms"),
      ("HTTP requests on an open connection", "\(Int(reused))"),
      ("vendors' failures", "\(Int(failed))"),
    ]
    for (kind, count) in mostOpen.sorted(by: { $0.key < $1.key }) {
      rows.append(("\(kind) connections, most at a time", "\(Int(count))"))
    }
    for (kind, count) in opened { rows.append(("\(kind) connections, opened", "\(Int(count))")) }
    for (provider, count) in asked { rows.append(("asked of \(provider)", "\(Int(count))")) }
    return rows.map { pad("  \($0.0)", 42) + $0.1 }.joined(separator: "\n")
  }
}

import AgentFiles
import CloudProviders
import Conversation
import Foundation
import Networking
import PrometheusMetrics
import Providers
import Settings

// What is checked before the first call, and what is told of it all.
extension CloudAssembly {
  /// Asks every vendor once: connections are warm then.
  ///
  /// - Throws: exit code 2 with the keys that are not taken and the models and voices that are not known. A vendor that
  ///   does not answer is only complained of: calls fail over.
  func checkVendors() throws {
    var fatal: [String] = []
    for finding in probe() {
      guard let error = finding.error else { continue }
      if error.isLasting {
        fatal.append("\(finding.name): \(error)")
      } else {
        Terminal.complain("warning: \(finding.name) does not work now: \(error)")
      }
    }
    guard fatal.isEmpty else { throw CommandFailure.misconfigured(fatal.joined(separator: "\n")) }
  }

  /// Keys, models, voices and prices of an agent's vendors, each asked.
  static func checks(_ settings: ResolvedSettings) -> [DoctorCheck] {
    guard let agent = try? AgentFile.load(settings.agent), isWanted(by: agent, settings) else { return [] }
    do {
      let cloud = try CloudAssembly(settings, agent: agent, tracer: nil)
      defer { cloud.stop() }
      return cloud.probe().map { finding in
        guard let error = finding.error else { return .ok(finding.name, "it answers") }
        return error.isLasting
          ? .fail(finding.name, "\(error)", mend: "mend the key in the environment, or the agent's file")
          : .warn(finding.name, "\(error)", mend: "look at the vendor's status and at the network")
      }
    } catch let failure as CommandFailure {
      return failure.message.split(separator: "\n").map {
        .fail("providers", String($0), mend: "export the key, or mend the agent's file")
      }
    } catch {
      return [.fail("providers", "\(error)", mend: "mend the agent's file")]
    }
  }

  var figures: [MetricFamily] {
    let connections = loop.statistics
    return gates.figures + CostFigures.families(book) + [
      .gauge(
        "starling_provider_connections_open", "Connections to providers, by kind.",
        [
          MetricSample(Double(connections.openConnections), labels: ["kind": "http"]),
          MetricSample(Double(connections.activeSockets), labels: ["kind": "websocket"]),
        ]),
      .counter(
        "starling_provider_connections_opened", "Connections made to providers, by kind.",
        [
          MetricSample(Double(connections.openedConnections), labels: ["kind": "http"]),
          MetricSample(Double(connections.openedSockets), labels: ["kind": "websocket"]),
        ]),
      .counter(
        "starling_provider_connections_reused", "HTTP requests that found their connection open.",
        connections.reusedConnections),
    ]
  }

  /// Asks every vendor once: connections are warm then, and a key that is not taken is known.
  func probe() -> [ProviderProbe.Finding] {
    var probe = ProviderProbe(LoopAlarms(loop))
    for choice in agent.providers.recogniser where choice.vendor.keyVariable != nil {
      if let recogniser = try? registry.recogniser(choice, language: agent.language) {
        probe.ask(recogniser, name: choice.name)
      }
    }
    for choice in agent.providers.model where choice.vendor.keyVariable != nil {
      if let model = try? registry.model(choice) { probe.ask(model, name: choice.name) }
    }
    for choice in agent.providers.voice where choice.vendor.keyVariable != nil {
      if let voice = try? registry.voice(choice, language: agent.language) {
        probe.ask(voice, name: choice.name)
      }
    }
    return probe.findings()
  }

  static func prices(_ settings: ResolvedSettings) throws -> PriceTable {
    var prices = PriceTable()
    if let path = settings.priceFile {
      do throws(AgentFileError) {
        prices = try PriceFile.load(path)
      } catch {
        throw CommandFailure.misconfigured("\(error)")
      }
    }
    // This process's own work is paid for otherwise.
    prices.recognisers["embedded"] = prices.recognisers["embedded"] ?? 0
    prices.voices["embedded"] = prices.voices["embedded"] ?? 0
    return prices
  }

  static func listProblems(_ plan: ProviderPlan) -> [String] {
    let own = (plan.recogniser + plan.voice).filter { $0.vendor == .embedded }
    if own.contains(where: { !$0.model.isEmpty || !$0.voice.isEmpty }) {
      return ["embedded has one recogniser, and the voice that --voice names: leave its model and voice out"]
    }
    guard let script = plan.model.firstIndex(where: { $0.vendor == .scripted }),
      script < plan.model.count - 1
    else { return [] }
    return ["scripted never fails, so what follows it is never asked: put it last under providers.model"]
  }

  /// A budget is kept only if all prices are known.
  static func priceProblems(_ agent: AgentDefinition, _ prices: PriceTable) -> [String] {
    guard agent.limits.budgetUSD != nil || agent.limits.dailyBudgetUSD != nil else { return [] }
    let plan = agent.providers
    let unknown =
      plan.recogniser.filter { PriceTable.entry($0.name, in: prices.recognisers) == nil }
      + plan.model.filter { $0.vendor != .scripted && PriceTable.entry($0.name, in: prices.models) == nil }
      + plan.voice.filter { PriceTable.entry($0.name, in: prices.voices) == nil }
    guard !unknown.isEmpty else { return [] }
    return [
      "the agent has a budget, and no price is known of \(unknown.map(\.name).joined(separator: ", ")): "
        + "add them to the price file (--prices)"
    ]
  }
}

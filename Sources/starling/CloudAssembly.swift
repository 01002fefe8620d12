import CallEngine
import CloudProviders
import Conversation
import EmbeddedSpeech
import Foundation
import Networking
import Providers
import Records
import ScriptedAgent
import Settings
import Synchronization
import Telemetry

/// The providers that an agent's file names, put together once for the process: the lists in which they take over from
/// one another, what is known of each, and what their work costs.
final class CloudAssembly: Sendable {
  let gates = GateTable()
  let loop: ProviderLoop
  let book: CostBook
  let registry: CloudRegistry
  private let tools: WebhookRunner
  private let meter: TracedMeter
  let agent: AgentDefinition
  private let own = Mutex<(any Recogniser)?>(nil)

  /// Whether an agent's file asks for anything that is not the engine's own.
  static func isWanted(by agent: AgentDefinition, _ settings: ResolvedSettings) -> Bool {
    settings.providers == .embedded
      && ProviderVendor.Role.allCases.contains { role in
        agent.providers[role].contains { $0.vendor.keyVariable != nil }
      }
  }

  /// - Throws: exit code 2 with everything that is wrong with keys, models, voices, tools and prices.
  init(
    _ settings: ResolvedSettings, agent: AgentDefinition, tracer: CallTracer?,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    self.agent = agent
    do throws(NetworkingError) {
      loop = try ProviderLoop()
    } catch {
      throw CommandFailure.misconfigured("no connections to providers: \(error)")
    }
    registry = CloudRegistry(loop: loop, environment: environment)
    tools = WebhookRunner(loop: loop, environment: environment)
    let prices = try Self.prices(settings)
    book = CostBook(prices: prices)
    meter = TracedMeter(
      book: book, tracer: tracer, firstModel: agent.providers.model.first?.name ?? "")
    var problems = registry.problems(with: agent.providers).map { "\($0)" }
    problems += agent.tools.compactMap { tools.problem(with: $0) }.map { "\($0)" }
    problems += Self.listProblems(agent.providers)
    problems += Self.priceProblems(agent, prices)
    guard problems.isEmpty else {
      loop.stop()
      var seen: Set<String> = []
      throw CommandFailure.misconfigured(problems.filter { seen.insert($0).inserted }.joined(separator: "\n"))
    }
  }

  func stop() { loop.stop() }

  /// Of this process; nil when it is not loaded.
  var ownRecogniser: (any Recogniser)? { own.withLock { $0 } }

  // MARK: The engine's providers

  /// - Parameter load: loads the models of this process, if a list names them or is missing.
  func providers(
    loading load: () throws(ProviderError) -> EmbeddedSpeech
  ) throws(ProviderError) -> EngineProviders {
    let embedded = needsOwnSpeech ? try load() : nil
    own.withLock { $0 = embedded?.recogniser }
    let alarms = LoopAlarms(loop)
    let recognisers = try recognisers(embedded)
    let voices = [8_000: try voices(at: 8_000, embedded), 16_000: try voices(at: 16_000, embedded)]
    let hedges = agent.providers.hedges
    let narrow = try FailoverSynthesiser(voices[8_000] ?? [], alarms: alarms, hedges: hedges)
    _ = try FailoverSynthesiser(voices[16_000] ?? [], alarms: alarms, hedges: hedges)
    var providers = EngineProviders(
      recogniser: FailoverRecogniser(recognisers, alarms: alarms),
      languageModel: try languageModel(alarms), synthesiser: narrow)
    let meter = meter
    let name = voices[8_000]?.first?.gate.name ?? ""
    providers.scope = { call, rate in
      // What is spoken for no call, at the start, is charged to none.
      let heard = call.isEmpty ? recognisers : Self.metered(recognisers, call, meter)
      let spoken = voices[rate] ?? voices[16_000] ?? []
      let metered = call.isEmpty ? spoken : Self.metered(spoken, call, meter)
      return CallProviders(
        recogniser: FailoverRecogniser(heard, alarms: alarms),
        synthesiser: (try? FailoverSynthesiser(metered, alarms: alarms, hedges: hedges)) ?? narrow,
        voiceName: name)
    }
    let key = DailyCosts.Key(tenant: Tenant.standard, agent: agent.name)
    providers.costs = EngineCosts(book: book, key: key)
    if agent.providers.voice.contains(where: { $0.vendor == .embedded }) {
      providers.standIn = embedded?.synthesiser
    }
    let usesPool = embedded != nil && agent.providers.recogniser.first?.vendor.keyVariable == nil
    let pool = usesPool ? embedded?.pool : nil
    let budget = agent.limits.dailyBudgetUSD
    providers.refusal = { [book] in
      if pool?.isOverloaded == true { return "the speech pool cannot keep up with one more call" }
      guard let budget, book.isSpent(budget, of: key, at: Date().timeIntervalSince1970) else { return nil }
      return "budget: the agent's calls of today have cost its \(budget) USD (limits: daily_budget_usd)"
    }
    return providers
  }

  private func recognisers(
    _ embedded: EmbeddedSpeech?
  ) throws(ProviderError) -> [ProviderSlot<any Recogniser>] {
    let given = agent.providers.recogniser
    let choices = given.isEmpty ? [ProviderChoice(.embedded)] : given
    var slots: [ProviderSlot<any Recogniser>] = []
    for choice in choices {
      let recogniser: any Recogniser =
        if choice.vendor == .embedded, let embedded {
          embedded.recogniser
        } else {
          try registry.recogniser(choice, language: agent.language, keyterms: [agent.company])
        }
      slots.append(slot(recogniser, .recogniser, choice))
    }
    return slots
  }

  private func voices(
    at rate: Int, _ embedded: EmbeddedSpeech?
  ) throws(ProviderError) -> [ProviderSlot<any Synthesiser>] {
    let given = agent.providers.voice
    let choices = given.isEmpty ? [ProviderChoice(.embedded)] : given
    var slots: [ProviderSlot<any Synthesiser>] = []
    for choice in choices {
      var voice: any Synthesiser
      if choice.vendor == .embedded, let embedded {
        voice = embedded.synthesiser
        if voice.sampleRate != rate { voice = try ResampledSynthesiser(voice, to: rate) }
      } else {
        voice = try registry.voice(choice, language: agent.language, sampleRate: rate)
      }
      slots.append(slot(voice, .voice, choice))
    }
    return slots
  }

  private func languageModel(_ alarms: LoopAlarms) throws(ProviderError) -> any LanguageModel {
    let choices = agent.providers.model
    var slots: [ProviderSlot<any ChatModel>] = []
    for choice in choices where choice.vendor != .scripted {
      slots.append(slot(try registry.model(choice), .model, choice))
    }
    guard !slots.isEmpty else { return ScriptedLanguageModel() }
    let model = ToolUsingModel(
      FailoverModel(slots, alarms: alarms, hedges: agent.providers.hedges),
      runner: TracedRunner(tools: tools, tracer: meter.tracer), alarms: alarms, meter: meter)
    guard choices.contains(where: { $0.vendor == .scripted }) else { return model }
    return ScriptedFallback(model: model, script: ScriptedLanguageModel())
  }

  private func slot<Provider: Sendable>(
    _ provider: Provider, _ role: ProviderVendor.Role, _ choice: ProviderChoice
  ) -> ProviderSlot<Provider> {
    ProviderSlot(provider, gate: gates.gate(role, choice), parameters: choice.parameters)
  }

  private static func metered(
    _ slots: [ProviderSlot<any Recogniser>], _ call: String, _ meter: TracedMeter
  ) -> [ProviderSlot<any Recogniser>] {
    slots.map { slot in
      var slot = slot
      slot.provider = MeteredRecogniser(slot.provider, provider: slot.gate.name, call: call, meter: meter)
      return slot
    }
  }

  private static func metered(
    _ slots: [ProviderSlot<any Synthesiser>], _ call: String, _ meter: TracedMeter
  ) -> [ProviderSlot<any Synthesiser>] {
    slots.map { slot in
      var slot = slot
      slot.provider = MeteredSynthesiser(slot.provider, provider: slot.gate.name, call: call, meter: meter)
      return slot
    }
  }

  /// Whether the models of this process are wanted.
  private var needsOwnSpeech: Bool {
    [agent.providers.recogniser, agent.providers.voice].contains { list in
      list.isEmpty || list.contains { $0.vendor == .embedded }
    }
  }
}

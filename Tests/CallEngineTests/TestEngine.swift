import Audio
import CallCore
import CallEngine
import Conversation
import Networking
import Providers
import SimulatedProviders
import TurnTaking

/// An engine with simulated providers on a free port of loopback, stopped when the test lets it go.
final class TestEngine: Sendable {
  let engine: Engine
  let book = RecordBook()
  let port: Int
  let carrier: CarrierLoop
  private let timer = TimerThread()

  static var options: EngineOptions {
    var options = EngineOptions()
    options.host = "127.0.0.1"
    options.port = 0
    options.maxCalls = 64
    options.calls.greets = false
    options.calls.endpointing = EndpointingPolicy(fixed: .milliseconds(200))
    return options
  }

  init(
    _ configure: (inout EngineOptions) -> Void = { _ in }, synthesiser: (any Synthesiser)? = nil,
    recogniser: ((any Recogniser) -> any Recogniser)? = nil, limits: CallLimits = CallLimits(),
    costs: EngineCosts? = nil, model: (any LanguageModel)? = nil, standIn: (any Synthesiser)? = nil,
    scope: (@Sendable (EngineProviders, String, Int) -> CallProviders)? = nil,
    refusal: @escaping @Sendable () -> String? = { nil }
  ) throws {
    var options = Self.options
    configure(&options)
    let heard = SimulatedRecogniser(timer: timer)
    var providers = EngineProviders(
      recogniser: recogniser?(heard) ?? heard, languageModel: model ?? SimulatedLanguageModel(timer: timer),
      synthesiser: synthesiser ?? SimulatedSynthesiser(timer: timer), cachesSpeech: standIn != nil,
      refusal: refusal)
    providers.costs = costs
    providers.standIn = standIn
    if let scope {
      let shared = providers
      providers.scope = { scope(shared, $0, $1) }
    }
    var agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hello.")
    agent.limits = limits
    engine = try Engine(options: options, agent: agent, providers: providers, sink: book)
    do {
      port = try engine.start()
    } catch {
      engine.stop()
      throw error
    }
    carrier = try CarrierLoop()
  }

  deinit {
    engine.stop()
    timer.stop()
  }

  func connect(path: String = "/media/telnyx", headers: [(String, String)] = []) throws -> TestCarrier {
    try carrier.connect(port: port, path: path, headers: headers)
  }

  /// A call that is up: its start was taken and its first record written.
  func call(
    _ name: String? = nil, format: TelnyxFormat = .init(), parameters: [String: String] = [:]
  ) async throws -> TestCarrier {
    let before = book.starts
    let caller = try connect()
    await caller.start(call: name, format: format.value, parameters: parameters)
    guard await book.waitForStarts(before + 1) else { throw NoCall() }
    return caller
  }

  struct NoCall: Error {}

  /// Whether every place is given back, as it must be soon after all calls have ended.
  func becomesEmpty() async -> Bool {
    let limit = ContinuousClock.now + .seconds(20)
    while engine.gate.liveCalls > 0 || !engine.liveCalls.isEmpty {
      guard ContinuousClock.now < limit else { return false }
      // The engine tells nobody when a place becomes free: asked again and again, until it is so.
      try? await Task.sleep(for: .milliseconds(2))
    }
    return true
  }
}

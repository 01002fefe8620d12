import Audio
import CallEngine
import CloudProviders
import Conversation
import Foundation
import Networking
import ProviderSimulator
import Providers
import Recording

/// All that one cell needs: vendors, a loop to them, an engine, a caller. In a process of its own, so that what is left
/// over shows whose it was.
struct DrillHouse {
  let cell: DrillCell
  let pki: String
  let fixtures: String
  /// The caller refuses twice in the same words, and is then said goodbye to.
  static let said = 2
  static let line = "No, I am not interested."

  func hold() async throws -> DrillVerdict {
    let simulator = try ProviderSimulator(simulatorOptions())
    let loop = try ProviderLoop(loopOptions())
    let records = DrillRecords()
    let call = DrillCall()
    defer {
      loop.stop()
      simulator.stop()
    }
    let engine = try Engine(
      options: engineOptions(), agent: agent, providers: try providers(simulator, loop), sink: records)
    let port = try engine.start()
    // As a server does. What else is known before the call is not spoken ahead, so that the voice is asked for it.
    let fillers = agent.lines.fillers
    await withCheckedContinuation { spoken in engine.warmSpeech(of: fillers) { _ in spoken.resume() } }
    cue(.beforeTheCall, simulator)
    let caller = DrillCaller(
      url: try WebSocketURL("ws://127.0.0.1:\(port)/media/telnyx"), lines: try lines(), records: records,
      call: call, cue: { cue($0, simulator) })
    let callers = MediaLoop(options: MediaLoopOptions(name: "caller"), handler: caller)
    do {
      try callers.start()
    } catch {
      engine.stop()
      throw error
    }
    while call.result == nil { try await Task.sleep(for: .milliseconds(50)) }
    // What was under way when the call ended is let go soon, and not at once.
    let limit = ContinuousClock.now + .seconds(5)
    while engine.gate.liveCalls > 0 || leftOver(loop) != nil, ContinuousClock.now < limit {
      try await Task.sleep(for: .milliseconds(20))
    }
    let running = engine.gate.liveCalls > 0 ? "the call still lives" : leftOver(loop)
    callers.stop()
    engine.stop()
    // Closures that were on their way to a stopped engine.
    while LiveObject.allCases.contains(where: { Census.count(of: $0) > 0 }), ContinuousClock.now < limit {
      try await Task.sleep(for: .milliseconds(20))
    }
    let objects = LiveObject.allCases.filter { Census.count(of: $0) > 0 }.map { $0.typeName }
    let leak = running ?? (objects.isEmpty ? nil : "left over: \(objects.joined(separator: ", "))")
    let strikes = simulator.faults.strikes.map { MediaTime.nanoseconds(Int64($0)) }
    return DrillVerdict(
      cell: cell, records: records.all, result: call.result ?? .init(), strikes: strikes, leak: leak)
  }

  private func leftOver(_ loop: ProviderLoop) -> String? {
    let statistics = loop.statistics
    if statistics.activeRequests > 0 { return "\(statistics.activeRequests) requests left" }
    // Cartesia's are shared by all calls, and kept.
    let kept = 2
    return statistics.activeSockets > kept ? "\(statistics.activeSockets) sockets left" : nil
  }

  private func cue(_ cue: DrillCell.Cue, _ simulator: ProviderSimulator) {
    guard cue == cell.cue, let fault = cell.fault else { return }
    simulator.faults.add([fault])
    if let strike = cell.strike { simulator.strike(strike) }
  }

  // MARK: Setting up

  private func simulatorOptions() -> SimulatorOptions {
    var options = SimulatorOptions(certificate: "\(pki)/server.pem", key: "\(pki)/server-key.pem")
    options.expiredCertificate = "\(pki)/expired.pem"
    options.expiredKey = "\(pki)/expired-key.pem"
    options.lines = ["\(fixtures)/refusal"]
    options.threads = 1
    return options
  }

  private func loopOptions() -> ProviderLoopOptions {
    var options = ProviderLoopOptions()
    options.authorityPath = "\(pki)/ca.pem"
    options.proxies = .none
    return options
  }

  private func engineOptions() -> EngineOptions {
    var options = EngineOptions()
    options.host = "127.0.0.1"
    options.port = 0
    options.maxCalls = 2
    options.workers = 1
    options.loops = 1
    return options
  }

  private var agent: AgentDefinition {
    // Where a model is tested it has the first word, too.
    var agent = AgentDefinition(
      name: "Anna", company: "Example Solar",
      greeting: cell.adapter.role == .model ? "" : "Hello, this is Anna from Example Solar.")
    agent.persona = """
      You are Anna of Example Solar. Find out what is needed.
      Do you have two minutes? What are you hoping to get done? When would you like to start? What budget do you \
      have in mind?
      """
    return agent
  }

  private func providers(_ simulator: ProviderSimulator, _ loop: ProviderLoop) throws -> EngineProviders {
    let keys = ProviderSimulator.keyVariables
    let registry = CloudRegistry(
      loop: loop, environment: Dictionary(uniqueKeysWithValues: keys.map { ($0, "sim-key") }))
    let alarms = LoopAlarms(loop)
    let recognisers = try slots(.recogniser, simulator) { choice throws in try registry.recogniser(choice) }
    let models = try slots(.model, simulator) { choice throws in try registry.model(choice) }
    let voices = try slots(.voice, simulator) { choice throws in
      try registry.voice(choice, sampleRate: 8000)
    }
    return EngineProviders(
      recogniser: FailoverRecogniser(recognisers, alarms: alarms),
      languageModel: ToolUsingModel(
        FailoverModel(models, alarms: alarms), runner: DrillTools(), alarms: alarms),
      synthesiser: try FailoverSynthesiser(voices, alarms: alarms))
  }

  private func slots<Provider: Sendable>(
    _ role: ProviderVendor.Role, _ simulator: ProviderSimulator, make: (ProviderChoice) throws -> Provider
  ) throws -> [ProviderSlot<Provider>] {
    try DrillAdapter.list(role, tested: cell.adapter).map { adapter in
      ProviderSlot(try make(adapter.choice(of: simulator)), gate: ProviderGate(adapter.rawValue))
    }
  }

  /// The caller's lines without the silence behind them, as frames of µ-law.
  private func lines() throws -> [[[UInt8]]] {
    let sound = try WAVReader.read(path: "\(fixtures)/refusal/1.wav")
    let end = (sound.samples.lastIndex { abs(Int($0)) > 200 } ?? sound.samples.count - 1) + 1
    let samples = Array(sound.samples[..<end])
    let line = stride(from: 0, to: samples.count, by: 160).map { start in
      let frame = Array(samples[start..<min(start + 160, samples.count)])
      let whole = frame + [Int16](repeating: 0, count: 160 - frame.count)
      var bytes = [UInt8](repeating: 0xFF, count: 160)
      var output = bytes.mutableSpan
      _ = G711.encode(whole.span, law: .mu, into: &output)
      return bytes
    }
    return [[[UInt8]]](repeating: line, count: Self.said)
  }
}

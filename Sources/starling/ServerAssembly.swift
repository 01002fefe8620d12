import AgentFiles
import Audio
import Backup
import CallCore
import CallEngine
import Conversation
import EmbeddedSpeech
import Foundation
import Journal
import KeyRing
import Privacy
import Providers
import Retention
import ScriptedAgent
import Settings
import SimulatedProviders
import Telemetry
import TurnTaking

/// A server put together from its settings: agent, providers, store, engine.
final class ServerAssembly: Sendable {
  let settings: ResolvedSettings
  let agent: AgentDefinition
  let engine: Engine
  /// This process's own where there is one: it knows nothing of whom it listens to.
  let recogniser: any Recogniser
  let records: RecordKeeper
  let ring: KeyRing
  let retention: RetentionJob
  let telemetry: TelemetryAssembly
  /// Nil where the agent's file names no vendor.
  let cloud: CloudAssembly?
  private let erasures: ErasureWatch

  /// Loads everything that can be wrong before the port is opened.
  init(_ settings: ResolvedSettings, observer: (any EngineObserver)?) throws {
    self.settings = settings
    agent = try Self.agent(settings)
    telemetry = try TelemetryAssembly(settings, agent: agent)
    try Self.makeFolder(settings.dataDirectory)
    if BackupRestorer.isUnfinished(settings.dataDirectory) {
      throw CommandFailure.failed("\(BackupError.unfinishedRestore(path: settings.dataDirectory))")
    }
    ring = try MasterKeyring.open(settings)
    let sealer = ring.isSealing ? CallSealer(ring: ring) : nil
    do {
      records = try RecordKeeper(settings, cipher: sealer)
    } catch let error as JournalError {
      throw CommandFailure.failed("\(error)")
    }
    var options = try Self.options(settings, agent: agent)
    if let sealer { options.recordingSeal = { sealer.recordingSeal(of: $0) } }
    var providers: EngineProviders
    (providers, cloud) = try Self.providers(settings, agent: agent, tracer: telemetry.tracer)
    providers.refusal = { [records, ask = providers.refusal] in records.refusal ?? ask() }
    recogniser = cloud?.ownRecogniser ?? providers.recogniser
    engine = try Engine(
      options: options, agent: agent, providers: providers,
      sink: telemetry.watching(
        StoreSink(
          journal: records.journal, agent: AgentEdition(agent), redactor: RecordRedactor(agent.redact),
          sealer: sealer, costs: providers.costs?.book)),
      observer: observer,
      log: EngineLog { level, message in Terminal.complain("\(level.rawValue): \(message)") })
    erasures = ErasureWatch(settings, ring: ring, records: records)
    retention = RetentionJob(
      settings.retention, store: records.store, folders: RetainCommand.folders(settings)
    ) { Terminal.complain($0) }
  }

  /// Asks the agent's vendors whether they take our keys.
  ///
  /// - Throws: exit code 2 with those that do not; the server is stopped.
  func checkVendors() throws {
    do {
      try cloud?.checkVendors()
    } catch {
      stop()
      throw error
    }
  }

  /// Opens the media port. Returns its number.
  func start() throws -> Int {
    do {
      return try engine.start()
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }

  /// Returns when no call is live, the time is up, or another signal came.
  func waitForCalls(atMost limit: Duration, orUntil signals: SignalWatch) async {
    let before = signals.received
    let end = ContinuousClock.now + limit
    while engine.gate.admittedCalls > 0, ContinuousClock.now < end, signals.received == before {
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Ends what is left and stores every record that can be stored in a few seconds; the rest stays in the journal.
  func stop() {
    retention.stop(within: 2_000)
    engine.stop()
    cloud?.stop()
    telemetry.stop()
    erasures.stop()
    records.stop()
  }

  // MARK: Parts

  static func settings(_ flags: SettingsFlags) throws -> ResolvedSettings {
    do throws(SettingsError) {
      return try flags.resolve(environment: ProcessInfo.processInfo.environment)
    } catch {
      throw CommandFailure.misconfigured("\(error)")
    }
  }

  static func eventLogFolder(_ settings: ResolvedSettings) -> String { "\(settings.dataDirectory)/events" }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure.failed("cannot make the data folder \(path): \(error.localizedDescription)")
    }
  }

  private static func agent(_ settings: ResolvedSettings) throws -> AgentDefinition {
    do throws(AgentFileError) {
      var agent = try AgentFile.load(settings.agent)
      if let offset = settings.utcOffsetMinutes { agent.utcOffsetMinutes = offset }
      return agent
    } catch {
      throw CommandFailure.misconfigured("\(error)")
    }
  }

  private static func options(_ settings: ResolvedSettings, agent: AgentDefinition) throws -> EngineOptions {
    var options = EngineOptions()
    options.host = settings.host == "0.0.0.0" ? "" : settings.host
    options.port = settings.port
    options.tlsCertificate = settings.tlsCertificate
    options.tlsKey = settings.tlsKey
    options.mediaToken = settings.mediaToken
    options.maxCalls = settings.maxCalls
    options.workers = settings.workers
    options.loops = settings.loops
    options.l16ByteOrder = settings.l16ByteOrder == .big ? .big : .little
    if settings.recordsCalls {
      let folder = "\(settings.dataDirectory)/recordings"
      try makeFolder(folder)
      options.recordings = folder
    }
    if settings.keepsEventLogs {
      guard agent.redact.isEmpty else {
        throw CommandFailure.misconfigured(
          "an event log keeps a call as it was: --event-log does not go with `redact:` in the agent's file")
      }
      try makeFolder(eventLogFolder(settings))
      options.eventLogs = eventLogFolder(settings)
    }
    if settings.providers == .simulated {
      // So that the figures stand beside those of other engines measured the same way.
      options.calls.greets = false
      options.calls.endpointing = EndpointingPolicy(fixed: .milliseconds(200))
    } else {
      options.calls.endpointing.yesNo = .milliseconds(Int64(agent.patience.yesNoMs))
      options.calls.endpointing.short = .milliseconds(Int64(agent.patience.shortValueMs))
      options.calls.endpointing.open = .milliseconds(Int64(agent.patience.openMs))
      options.calls.endpointing.spelled = .milliseconds(Int64(agent.patience.spelledMs))
    }
    options.voiceActivityModels = settings.modelsDirectory
    return options
  }

  private static func providers(
    _ settings: ResolvedSettings, agent: AgentDefinition, tracer: CallTracer?
  ) throws -> (EngineProviders, CloudAssembly?) {
    guard settings.providers == .embedded else { return (simulatedProviders(), nil) }
    if CloudAssembly.isWanted(by: agent, settings) {
      let cloud = try CloudAssembly(settings, agent: agent, tracer: tracer)
      do {
        return (try cloud.providers { () throws(ProviderError) in try embeddedSpeech(settings) }, cloud)
      } catch {
        cloud.stop()
        throw CommandFailure.failed("\(error)")
      }
    }
    do throws(ProviderError) {
      let speech = try embeddedSpeech(settings)
      let pool = speech.pool
      return (
        EngineProviders(
          recogniser: speech.recogniser, languageModel: ScriptedLanguageModel(),
          synthesiser: speech.synthesiser
        ) {
          pool.isOverloaded ? "the speech pool cannot keep up with one more call" : nil
        }, nil
      )
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }

  private static func embeddedSpeech(_ settings: ResolvedSettings) throws(ProviderError) -> EmbeddedSpeech {
    var options = EmbeddedSpeech.Options()
    options.voice = EmbeddedSpeech.Voice(rawValue: settings.voice.rawValue) ?? .joe
    if settings.speechThreads > 0 { options.threads = settings.speechThreads }
    return try EmbeddedSpeech.load(modelsDirectory: settings.modelsDirectory, options: options)
  }

  private static func simulatedProviders() -> EngineProviders {
    let timer = TimerThread()
    return EngineProviders(
      recogniser: SimulatedRecogniser(timer: timer), languageModel: SimulatedLanguageModel(timer: timer),
      synthesiser: SimulatedSynthesiser(timer: timer), cachesSpeech: false)
  }
}

internal import Audio
internal import Foundation
internal import Networking
internal import Recording

/// A run of the simulator: builds the callers, opens the sockets, waits, reports.
public struct Simulation: Sendable {
  private let options: SimulationOptions
  private let url: WebSocketURL
  private let speech: CallerSpeech

  /// - Parameter speech: WAV files with the callers' speech, in the order of the script if there is one.
  public init(options: SimulationOptions, speech files: [String]) throws(SimulatorError) {
    guard options.concurrent > 0 else {
      throw .badOption("--concurrent wants at least 1 call, not \(options.concurrent)")
    }
    if let process = options.watchedProcess, ProcessSample.take(of: process) == nil {
      throw .badOption("--watch-pid: there is no process \(process) whose use can be read")
    }
    self.options = options
    do throws(NetworkingError) {
      url = try WebSocketURL(options.url)
    } catch {
      throw .badOption("\(error)")
    }
    speech = try CallerSpeech(
      files: files, talk: options.script == nil ? options.talk : nil, codec: options.codec,
      rate: options.rate,
      seed: options.seed)
  }

  /// The WAV files of a folder, by name.
  /// - Throws: `unreadable` when there is no such folder, `badOption` when it holds none.
  public static func speechFiles(in folder: String) throws(SimulatorError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable("\(folder): no such folder of caller speech")
    }
    let files = names.filter { $0.lowercased().hasSuffix(".wav") }.sorted().map { "\(folder)/\($0)" }
    guard !files.isEmpty else { throw .badOption("\(folder) holds no WAV files") }
    return files
  }

  /// Runs to the end. `progress` is called a few times a second with the calls that are up and the counts so far, without
  /// the single calls and latencies.
  public func run(progress: (Int, SimulationReport) -> Void = { _, _ in }) throws(SimulatorError)
    -> SimulationReport
  {
    let shared = SimulationProgress()
    let started = (wall: Self.wall, cpu: Self.cpu)
    let handler = try SimulationHandler(options: options, url: url, speech: speech, shared: shared)
    let loop = MediaLoop(options: try loopOptions(), handler: handler)
    do throws(NetworkingError) {
      try loop.start()
    } catch {
      throw .network("\(error)")
    }
    defer { loop.stop() }
    var report = try wait(for: shared, progress)
    report.cores = (Self.cpu - started.cpu) / max(0.001, Self.wall - started.wall)
    if let path = options.recording, let (caller, agent) = shared.current.recording {
      try Self.write(caller, agent, to: path)
    }
    return report
  }

  private func loopOptions() throws(SimulatorError) -> MediaLoopOptions {
    // Connections that end linger for a moment beside those that follow them.
    let churn = options.callLength == nil ? 0 : options.concurrent
    let connections = options.concurrent + churn + options.silentSockets + options.acceptTest
    let needed = connections + 128
    let limit = raiseDescriptorLimit(to: needed).soft
    guard limit >= needed else { throw .tooFewDescriptors(needed: needed, limit: limit) }
    var loopOptions = MediaLoopOptions(name: "callsim")
    loopOptions.maxConnections = connections + 64
    loopOptions.handshakeTimeoutSeconds = max(1, options.connectTimeoutSeconds)
    loopOptions.trust = options.isInsecure ? .anything : .system
    return loopOptions
  }

  private func wait(
    for shared: SimulationProgress, _ progress: (Int, SimulationReport) -> Void
  ) throws(SimulatorError) -> SimulationReport {
    let length = options.script == nil ? options.ramp + options.duration : options.timeout
    let limit = Self.wall + length.seconds + Double(options.connectTimeoutSeconds) + 30
    while true {
      let state = shared.current
      if state.isFinished { return state.report }
      if let failure = state.failure { throw .network(failure) }
      guard Self.wall < limit else { throw .network("the simulation did not end in time") }
      progress(state.live, state.report)
      usleep(options.script == nil ? 250_000 : 50_000)
    }
  }

  private static func write(_ caller: [Int16], _ agent: [Int16], to path: String) throws(SimulatorError) {
    do throws(RecordingError) {
      let recording = try StereoRecording(path: path, rate: CallRecorder.rate)
      let length = max(caller.count, agent.count)
      let left = caller + [Int16](repeating: 0, count: length - caller.count)
      let right = agent + [Int16](repeating: 0, count: length - agent.count)
      try recording.append(left: left.span, right: right.span)
      _ = recording.close()
    } catch {
      throw .badOption("\(error)")
    }
  }

  private static var wall: Double { MonotonicClock.now.seconds }

  /// User and system time of this process, in seconds.
  private static var cpu: Double { ProcessSample.take(of: nil)?.cpuSeconds ?? 0 }
}

internal import Audio
internal import Foundation
internal import Networking
internal import Recording

/// A run of the simulator: builds the callers, opens the sockets, waits, reports.
public struct Simulation: Sendable {
  private let options: SimulationOptions
  private let url: WebSocketURL
  private let clips: [SpeechClip]
  private let noise: SpeechClip

  /// - Parameter speech: WAV files with the callers' speech, in the order of the script if there is one.
  public init(options: SimulationOptions, speech: [String]) throws(SimulatorError) {
    guard options.concurrent > 0 else { throw .badOption("--concurrent wants at least 1 call") }
    self.options = options
    do throws(NetworkingError) {
      url = try WebSocketURL(options.url)
    } catch {
      throw .badOption("\(error)")
    }
    guard !speech.isEmpty else { throw .badOption("no caller speech: give --speech DIR with WAV files") }
    var clips: [SpeechClip] = []
    for path in speech {
      let audio = try Self.read(path)
      clips.append(
        try SpeechClip(audio.samples, rate: audio.rate, codec: options.codec, codecRate: options.rate))
    }
    self.clips = clips
    noise = try SpeechClip(
      SpeechClip.lineNoise(rate: options.rate, seed: options.seed), rate: options.rate, codec: options.codec,
      codecRate: options.rate)
  }

  private static func read(_ path: String) throws(SimulatorError) -> WAVAudio {
    do throws(WAVError) {
      return try WAVReader.read(path: path)
    } catch {
      throw .badOption("\(error)")
    }
  }

  /// Runs to the end. `progress` is called about twice a second with the calls that are up and the counts so far.
  public func run(progress: (Int, SimulationReport) -> Void = { _, _ in }) throws(SimulatorError)
    -> SimulationReport
  {
    let needed = options.concurrent + 64
    let limit = raiseDescriptorLimit(to: needed).soft
    guard limit >= needed else { throw .tooFewDescriptors(needed: needed, limit: limit) }
    var loopOptions = MediaLoopOptions(name: "callsim")
    loopOptions.maxConnections = options.concurrent * 2 + 64
    loopOptions.trust = options.isInsecure ? .anything : .system
    let shared = SimulationProgress()
    let started = (wall: Self.wall, cpu: Self.cpu)
    let loop = MediaLoop(
      options: loopOptions,
      handler: SimulationHandler(options: options, url: url, clips: clips, noise: noise, shared: shared))
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

  private func wait(
    for shared: SimulationProgress, _ progress: (Int, SimulationReport) -> Void
  ) throws(SimulatorError) -> SimulationReport {
    let limit =
      Self.wall
      + (options.script == nil ? (options.ramp + options.duration).seconds : options.timeout.seconds) + 30
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
  private static var cpu: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}

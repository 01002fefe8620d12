import Audio
import Foundation
import Networking
import Testing

@testable import CallSimulator

/// Runs against an engine of a few lines over loopback. Judgement is exact in the pure tests; here it is enough that a
/// fault is found and a good engine is not blamed.
@Suite("Simulations", .serialized)
struct SimulationTests {
  private static let speech = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("fixtures/callers/load")
    .path

  private func options(_ engine: FakeEngine, _ change: (inout SimulationOptions) -> Void = { _ in })
    -> SimulationOptions
  {
    var options = SimulationOptions()
    options.url = engine.url
    options.concurrent = 4
    options.duration = .seconds(2.6)
    options.talk = .milliseconds(300)
    options.turnPeriod = .milliseconds(1_200)
    options.answerLength = .milliseconds(500)
    change(&options)
    return options
  }

  private func run(_ options: SimulationOptions) async throws -> SimulationReport {
    let files = try Simulation.speechFiles(in: Self.speech)
    return try await Task.detached { try Simulation(options: options, speech: files).run() }.value
  }

  private func eventually(_ condition: () -> Bool) async throws -> Bool {
    for _ in 0..<200 {
      if condition() { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  @Test("a good engine is found good")
  func good() async throws {
    let engine = try FakeEngine()
    let report = try await run(options(engine))
    #expect(report.callsOpened == 4)
    #expect(report.verdict.turnsAsked >= 4)
    #expect(report.verdict.turnsAnswered == report.verdict.turnsAsked)
    #expect(report.verdict.invalidMedia == 0)
    #expect(report.endedBy == ["caller": 4])
    #expect(report.framesSent == report.verdict.framesSent)
    #expect(report.lateness.total == report.verdict.framesSent)
    #expect(SimulationThresholds().failures(of: report) == [])
    #expect(try await eventually { engine.sight.now.stopped == 4 })
    #expect(try await eventually { engine.sight.now.frames == report.framesSent })
  }

  @Test("an engine that never answers is found out")
  func mute() async throws {
    var faults = FakeEngine.Faults()
    faults.answers = false
    let engine = try FakeEngine(faults)
    let report = try await run(options(engine))
    #expect(report.verdict.turnsAsked > 0)
    #expect(report.verdict.turnsUnanswered == report.verdict.turnsAsked)
    var thresholds = SimulationThresholds()
    thresholds.minAnswered = 1
    thresholds.maxGaps = 0
    #expect(thresholds.failures(of: report).count == 2)
  }

  @Test("an engine that hangs up instead of answering has not answered")
  func hangsUp() async throws {
    var faults = FakeEngine.Faults()
    faults.hangsUp = true
    faults.answers = false
    let engine = try FakeEngine(faults)
    let report = try await run(options(engine))
    #expect(report.endedBy == ["agent": 4])
    #expect(report.verdict.turnsAsked == 4)
    #expect(report.verdict.turnsUnanswered == 4)
  }

  @Test("a silence inside an answer is a gap")
  func gap() async throws {
    var faults = FakeEngine.Faults()
    faults.gapMs = 500
    let engine = try FakeEngine(faults)
    let report = try await run(options(engine))
    #expect(report.verdict.gaps > 0)
    #expect(report.verdict.longestGap > .milliseconds(150))
  }

  @Test(
    "an interrupted engine that gives way is timed, one that does not is counted", arguments: [true, false])
  func interruption(clears: Bool) async throws {
    var faults = FakeEngine.Faults()
    faults.clears = clears
    faults.messages = 15
    let engine = try FakeEngine(faults)
    let report = try await run(
      options(engine) {
        $0.bargeInEvery = 1
        // Talk that begins after the answer has and goes on past its end.
        $0.talk = .milliseconds(1_000)
        $0.turnPeriod = .milliseconds(2_600)
        $0.duration = .seconds(4.2)
      })
    #expect(report.verdict.interruptions > 0)
    if clears {
      #expect(!report.verdict.clears.isEmpty)
      #expect(report.verdict.clearsMissed == 0)
    } else {
      #expect(report.verdict.clears.isEmpty)
    }
  }

  @Test("audio after a clear is counted")
  func talksAfterClear() async throws {
    var faults = FakeEngine.Faults()
    faults.talksAfterClear = true
    faults.messages = 15
    let engine = try FakeEngine(faults)
    let report = try await run(
      options(engine) {
        $0.bargeInEvery = 1
        $0.talk = .milliseconds(1_000)
        $0.turnPeriod = .milliseconds(2_600)
        $0.duration = .seconds(4.2)
      })
    #expect(report.verdict.audioAfterClear > 0)
  }

  @Test("payloads that are no audio are counted", arguments: [[], [1, 2, 3]] as [[UInt8]])
  func invalidMedia(payload: [UInt8]) async throws {
    var faults = FakeEngine.Faults()
    faults.payload = payload
    let engine = try FakeEngine(faults)
    let report = try await run(
      options(engine) {
        $0.agentCodec = .l16
        $0.agentRate = 16_000
      })
    #expect(report.verdict.invalidMedia > 0)
    #expect(report.verdict.agentMessages == 0)
  }

  @Test("every way to end a call leaves the engine without it", arguments: CallEnding.allCases)
  func endings(ending: CallEnding) async throws {
    let engine = try FakeEngine()
    let report = try await run(
      options(engine) {
        $0.ending = ending
        $0.callLength = .milliseconds(500)
        $0.totalCalls = 20
        $0.duration = .seconds(ending == .agent || ending == .mix ? 1.5 : 15.0)
      })
    #expect(report.callsOpened <= 20)
    if ending != .agent, ending != .mix { #expect(report.callsOpened == 20) }
    #expect(report.callsEnded == report.callsOpened)
    #expect(try await eventually { engine.sight.now.open == 0 })
    let sight = engine.sight.now
    switch ending {
    case .stop: #expect(sight.stopped == 20)
    case .close:
      #expect(sight.stopped == 0)
      #expect(sight.closeCodes.allSatisfy { $0 == 1000 })
    case .reset, .vanish:
      #expect(sight.stopped == 0)
      #expect(sight.closeCodes.allSatisfy { $0 == nil })
    case .agent, .mix: break
    }
  }

  @Test("callers who misbehave are not judged, and the others are")
  func abuse() async throws {
    let engine = try FakeEngine()
    let report = try await run(
      options(engine) {
        $0.concurrent = 8
        $0.flooding = 1
        $0.deaf = 1
        $0.silentSockets = 5
        $0.vanishHalfAt = .seconds(1.5)
      })
    // Of the six others the odd ones vanish.
    #expect(report.callsOpened == 8)
    #expect(report.callsJudged == 3)
    #expect(report.verdict.turnsAnswered == report.verdict.turnsAsked)
    #expect(report.verdict.turnsAsked > 0)
    #expect(engine.sight.now.opened == 13)
    #expect(engine.sight.now.started == 8)
  }

  @Test("short calls are counted as they are accepted, and a process is measured meanwhile")
  func acceptance() async throws {
    let engine = try FakeEngine()
    let report = try await run(
      options(engine) {
        $0.acceptTest = 50
        $0.watchedProcess = getpid()
      })
    #expect(report.accepted == 50)
    #expect(report.acceptedPerSecond > 10)
    #expect(report.callsOpened == 4)
    #expect(engine.sight.now.started == 54)
    #expect(try #require(report.engine).cores > 0)
    #expect(try #require(report.own).cores > 0)
  }

  @Test("a process that is not there cannot be measured")
  func nobodyToWatch() throws {
    let engine = try FakeEngine()
    #expect(throws: SimulatorError.self) {
      _ = try Simulation(
        options: options(engine) { $0.watchedProcess = Int32.max },
        speech: Simulation.speechFiles(in: Self.speech))
    }
  }

  @Test("a bad network loses what it is told to, and the simulator does not blame itself")
  func impairment() async throws {
    let engine = try FakeEngine()
    let impairment = try Impairment(parsing: "loss=10%,reorder=5%,duplicate=5%,jitter=30ms,stall=200ms/1s")
    let report = try await run(options(engine) { $0.impairment = impairment })
    #expect(report.framesDropped > 0)
    #expect(SimulationThresholds().invalidity(of: report) == nil)
  }

  @Test(
    "TLS with anybody's certificate is spoken when it is allowed, and only then", arguments: [true, false])
  func tls(isInsecure: Bool) async throws {
    let certificate = try TestCertificate()
    let engine = try FakeEngine(identity: certificate.identity)
    let options = options(engine) {
      $0.url = engine.secureURL
      $0.isInsecure = isInsecure
    }
    if isInsecure {
      let report = try await run(options)
      #expect(report.verdict.turnsAnswered > 0)
      #expect(report.verdict.turnsAnswered == report.verdict.turnsAsked)
    } else {
      await #expect(throws: SimulatorError.self) { try await run(options) }
    }
  }

  @Test("nothing that listens, a refusal and a server that never answers are errors that say so")
  func noCalls() async throws {
    var faults = FakeEngine.Faults()
    faults.refuses = true
    let engine = try FakeEngine(faults)
    await #expect(throws: SimulatorError.self) { try await run(options(engine)) }
    let silent = try SilentListener()
    let deaf = options(engine) {
      $0.url = "ws://127.0.0.1:\(silent.port)/"
      $0.connectTimeoutSeconds = 1
    }
    await #expect(throws: SimulatorError.self) { try await run(deaf) }
    let nowhere = options(engine) { $0.url = "ws://127.0.0.1:9/" }
    await #expect(throws: SimulatorError.self) { try await run(nowhere) }
  }

  @Test("no calls, no URL and more sockets than there may be are errors before anything is opened")
  func badOptions() async throws {
    let engine = try FakeEngine()
    let bad: [(inout SimulationOptions) -> Void] = [
      { $0.concurrent = 0 }, { $0.url = "http://127.0.0.1/" }, { $0.silentSockets = 1 << 40 },
      { $0.agentCodec = .amrWB },
    ]
    for change in bad {
      await #expect(throws: SimulatorError.self) { try await run(options(engine, change)) }
    }
    #expect(engine.sight.now.opened == 0)
  }
}

import Audio
import Testing

@testable import CallSimulator

@Suite("Thresholds")
struct SimulationThresholdsTests {
  /// A good run: two calls, each with turns, an interruption and agent audio.
  private func report(_ change: (inout CallVerdict) -> Void = { _ in }) -> SimulationReport {
    var verdict = CallVerdict()
    verdict.turnsAsked = 10
    verdict.turnsAnswered = 10
    verdict.responses = Array(repeating: .milliseconds(400), count: 10)
    verdict.clears = [.milliseconds(90)]
    verdict.interruptions = 1
    verdict.agentMessages = 100
    verdict.framesDue = 1_000
    verdict.framesSent = 1_000
    verdict.endedBy = "caller"
    change(&verdict)
    var report = SimulationReport()
    report.serviceTime = .milliseconds(380)
    for index in 0..<2 {
      report.callsOpened += 1
      report.add(CallRecord(index: index, length: .seconds(Int64(60)), isJudged: true, verdict: verdict))
    }
    for _ in 0..<2_000 { report.lateness.add(.milliseconds(3)) }
    return report
  }

  private var all: SimulationThresholds {
    var thresholds = SimulationThresholds()
    thresholds.minAnswered = 100
    thresholds.maxResponseP99 = 500
    thresholds.maxAddedP50 = 30
    thresholds.maxAddedP99 = 40
    thresholds.maxClearP95 = 150
    thresholds.maxClearsMissed = 0
    thresholds.maxAudioAfterClear = 0
    thresholds.maxGaps = 0
    thresholds.maxLate = 0
    return thresholds
  }

  @Test("a good run misses nothing")
  func good() {
    #expect(all.invalidity(of: report()) == nil)
    #expect(all.failures(of: report()) == [])
  }

  typealias Change = @Sendable (inout CallVerdict) -> Void

  private static let changes: [(String, Change)] = [
    ("turns were answered", { $0.turnsAnswered = 9 }),
    ("response p99", { $0.responses[0] = .milliseconds(501) }),
    ("added latency p50", { $0.responses = [.milliseconds(411)] }),
    ("added latency p99", { $0.responses[0] = .milliseconds(421) }),
    ("speech to clear", { $0.clears[0] = .milliseconds(151) }),
    ("never cleared for", { $0.clearsMissed = 1 }),
    ("after a clear", { $0.audioAfterClear = 1 }),
    ("gaps", { $0.gaps = 1 }),
    ("were late", { $0.lateMessages = 1 }),
    ("without a close frame", { $0.endedBy = "lost" }),
    ("no audio of the codec", { $0.invalidMedia = 1 }),
    ("not understood", { $0.badMessages = 1 }),
  ]

  @Test("each threshold is missed by what it is there for", arguments: changes.indices)
  func missed(index: Int) {
    let (word, change) = Self.changes[index]
    let failures = all.failures(of: report(change))
    #expect(failures.contains { $0.contains(word) }, "\(failures)")
  }

  @Test("every threshold over no data is missed")
  func empty() {
    let checks: [(inout SimulationThresholds) -> Void] = [
      { $0.minAnswered = 0 }, { $0.maxResponseP99 = 9_999 }, { $0.maxAddedP50 = 9_999 },
      { $0.maxAddedP99 = 9_999 },
      { $0.maxClearP95 = 9_999 }, { $0.maxClearsMissed = 9_999 }, { $0.maxAudioAfterClear = 9_999 },
      { $0.maxGaps = 9_999 }, { $0.maxLate = 9_999 }, { $0.maxCores = 9_999 },
      { $0.maxMemoryPerCall = 9_999 },
      { $0.minAcceptRate = 1 },
    ]
    let silent = report {
      $0 = CallVerdict()
      $0.endedBy = "caller"
    }
    #expect(SimulationThresholds().failures(of: silent) == [])
    for check in checks {
      var thresholds = SimulationThresholds()
      check(&thresholds)
      #expect(thresholds.failures(of: silent).count == 1)
    }
  }

  @Test("a run without a call fails, whatever was asked for")
  func noCalls() {
    #expect(SimulationThresholds().failures(of: SimulationReport()).contains("no call was connected"))
    var abused = SimulationReport()
    abused.callsOpened = 3
    #expect(SimulationThresholds().failures(of: abused).contains("no call was judged"))
  }

  @Test("refusals fail, unless they were expected")
  func refusals() {
    var report = report()
    report.callsRefused = 5
    var thresholds = SimulationThresholds()
    #expect(thresholds.failures(of: report).count == 1)
    thresholds.allowsRefusals = true
    #expect(thresholds.failures(of: report).isEmpty)
  }

  @Test("an agent that hangs up between turns fails too, unless it may")
  func hangUps() {
    let report = report { $0.endedBy = "agent" }
    #expect(all.failures(of: report) == ["2 calls were ended by the agent before their time"])
    var patient = all
    patient.allowsHangUps = true
    #expect(patient.failures(of: report).isEmpty)
  }

  @Test("a simulator that was too slow gives no verdict")
  func tooSlow() {
    var slow = report()
    for _ in 0..<100 { slow.lateness.add(.milliseconds(60)) }
    #expect(all.invalidity(of: slow)?.contains("callsim itself was too slow") == true)
    var patient = all
    patient.maxOwnLateness = .milliseconds(60)
    #expect(patient.invalidity(of: slow) == nil)
  }

  @Test("frames that were due and never sent make a run void too")
  func missingFrames() {
    let lossy = report { $0.framesSent = 900 }
    #expect(all.invalidity(of: lossy)?.contains("were not sent") == true)
    let impaired = report { $0.framesSent = 900 }
    var excused = impaired
    excused.framesDropped = 200
    #expect(all.invalidity(of: excused) == nil)
  }

  @Test("findings of callers who misbehave are not counted")
  func abusersAreLeftOut() {
    var report = report()
    var verdict = CallVerdict()
    verdict.turnsAsked = 5
    verdict.endedBy = "lost"
    report.add(CallRecord(index: 9, length: .zero, isJudged: false, verdict: verdict))
    #expect(report.verdict.turnsAsked == 20)
    #expect(all.failures(of: report) == [])
  }

  @Test("a script that was not said, answered or ended well fails")
  func scripts() {
    let script = CallerScript(
      from: "", to: "", lines: [.init(audio: "", text: ""), .init(audio: "", text: "")], ending: .wait)
    let half = report {
      $0.linesSaid = 1
      $0.endedBy = "timeout"
    }
    // Both calls' lines are summed: four of two would do, two of two must be answered.
    #expect(SimulationThresholds().failures(of: half, script: script).count == 3)
  }
}

import ArgumentParser
import Audio
import CallCore
import CallEngine
import CallSimulator
import CallStory
import Conversation
import EventLog
import Foundation
import KeyRing
import Privacy
import Records
import Settings

/// Holds one phone conversation on loopback, shows it, and judges it.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Hold one real phone conversation on loopback and show it.",
    discussion: """
      Starts the engine on a free port, lets the simulator place one call with a scripted caller at real-time
      pace, replays it from its event log, and leaves the recording, the transcript, the database, the event log and
      a picture of the call in the output folder. Exit code 1 when the replay is not identical, when the
      call did not end by itself, a caller line was not understood, or a field was not collected.
      """)

  @Option(help: ArgumentHelp("The simulator's executable.", valueName: "FILE")) var callsim =
    ".build/release/callsim"
  @Option(help: ArgumentHelp("Folder of the scripted caller.", valueName: "DIR")) var caller =
    "fixtures/callers/lead"
  @Option(help: ArgumentHelp("Folder for what the demo leaves behind.", valueName: "DIR")) var output = "demo"
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() async throws {
    let script = try loadScript()
    try prepareOutput()
    let settings = try demoSettings()
    Terminal.say("==> starting the engine (providers: \(settings.providers.rawValue))")
    let collector = DemoCollector(view: LiveView(showsCallID: false))
    let server = try ServerAssembly(settings, observer: collector)
    try server.checkVendors()
    await warm(server)
    let port = try server.start()
    Terminal.say("==> callsim calls ws://127.0.0.1:\(port)/media/telnyx as \(script.from)\n")
    let status = try place(port: port)
    server.stop()
    let outcome = try finish(server, collector, script)
    try await report(outcome, collector, callsimStatus: status, server: server, script: script)
  }

  private func loadScript() throws -> CallerScript {
    do throws(SimulatorError) {
      return try CallerScript.load(folder: caller)
    } catch {
      throw CommandFailure.misconfigured("\(error)")
    }
  }

  private func prepareOutput() throws {
    let files = FileManager.default
    for name in [
      "starling.sqlite", "starling.sqlite-wal", "starling.sqlite-shm", "journal", "events", "call.wav",
    ] {
      try? files.removeItem(atPath: "\(output)/\(name)")
    }
    do {
      try files.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure.failed("cannot make \(output): \(error.localizedDescription)")
    }
  }

  private func demoSettings() throws -> ResolvedSettings {
    var values = flags.values
    values["data-dir"] = output
    values["record"] = "true"
    values["event-log"] = "true"
    if values["port"] == nil { values["port"] = "0" }
    do throws(SettingsError) {
      return try ResolvedSettings.load(flags: values, environment: ProcessInfo.processInfo.environment)
    } catch {
      throw CommandFailure.misconfigured("\(error)")
    }
  }

  private func warm(_ server: ServerAssembly) async {
    guard server.settings.providers == .embedded else { return }
    let began = ContinuousClock.now
    let count = await withCheckedContinuation { continuation in
      server.engine.warmSpeech { continuation.resume(returning: $0) }
    }
    let took = (ContinuousClock.now - began).formatted(
      .units(allowed: [.seconds], fractionalPart: .show(length: 1)))
    Terminal.say("==> spoke \(count) fixed lines into the cache in \(took)")
  }

  private func place(port: Int) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: callsim)
    process.arguments = [
      "--caller", caller, "--url", "ws://127.0.0.1:\(port)/media/telnyx", "--json", "\(output)/callsim.json",
      "--record", "\(output)/heard-by-caller.wav", "--quiet",
    ]
    do {
      try process.run()
    } catch {
      throw CommandFailure.failed(
        "cannot run \(callsim): \(error.localizedDescription); build it with `make build`")
    }
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func finish(
    _ server: ServerAssembly, _ collector: DemoCollector, _ script: CallerScript
  ) throws -> Transcript {
    do throws(StoreError) {
      guard let call = try server.records.store.calls(CallQuery(limit: 1)).calls.first,
        let transcript = try server.records.store.transcript(of: call.id)
      else { throw .failed(code: 0, reason: "the demo left no call in the database") }
      return transcript
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }

  private func report(
    _ transcript: Transcript, _ collector: DemoCollector, callsimStatus: Int32, server: ServerAssembly,
    script: CallerScript
  ) async throws {
    for format in TranscriptExporter.Format.allCases {
      let name = format == .text ? "transcript.txt" : "transcript.\(format.rawValue)"
      let text = TranscriptExporter.export(transcript, as: format)
      try text.write(toFile: "\(output)/\(name)", atomically: true, encoding: .utf8)
    }
    if let recording = transcript.call.recordingPath {
      if server.ring.isSealing {
        _ = try RecordingDecryption.run(recording, to: "\(output)/call.wav", ring: server.ring)
      } else {
        try? FileManager.default.moveItem(atPath: recording, toPath: "\(output)/call.wav")
      }
    }
    Terminal.say("\n\(LatencyTable.text(transcript.timings))")
    let replayed = try replay(transcript.call.id)
    Terminal.say("files in \(output)/: \(Self.files(in: output).joined(separator: ", "))\n")
    var verdict = DemoVerdict(
      transcript: transcript, script: script, agent: collector.flow, hasFlow: server.agent.flow != nil,
      callsimStatus: callsimStatus)
    for line in verdict.findings { Terminal.say(line) }
    if server.settings.providers == .embedded {
      let listener = AgentListener(recogniser: server.recogniser)
      if let rate = await listener.listen(to: "\(output)/call.wav", transcript) {
        Terminal.say(
          "agent understood, by a recogniser on the recording's right channel: word error rate \(rate)")
        if server.cloud != nil { verdict.judgeVoice(rate) }
      }
    }
    Terminal.say("\(replayed.verdict)\npicture of the call: \(output)/call.svg")
    let failures =
      verdict.failures + (replayed.difference.map { ["the replay is another call: \($0)"] } ?? [])
    guard failures.isEmpty else {
      throw CommandFailure.failed(
        "\nthe demo failed:\n" + failures.map { "  - \($0)" }.joined(separator: "\n"))
    }
    Terminal.say("\nthe demo passed")
  }

  /// Runs the call again from its event log, and draws it.
  private func replay(_ call: CallID) throws -> ReplayedCall {
    let path = "\(output)/call.events"
    try? FileManager.default.removeItem(atPath: path)
    do {
      try FileManager.default.moveItem(
        atPath: EventLogFolder.path(of: call, in: "\(output)/events"), toPath: path)
    } catch {
      throw CommandFailure.failed("the demo left no event log: \(error.localizedDescription)")
    }
    let replayed = try ReplayedCall(path: path)
    do {
      try CallPicture(replayed.story).svg.write(
        toFile: "\(output)/call.svg", atomically: true, encoding: .utf8)
    } catch {
      throw CommandFailure.failed("cannot write \(output)/call.svg: \(error.localizedDescription)")
    }
    return replayed
  }

  private static func files(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter {
      !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") && !["recordings", "journal", "events"].contains($0)
    }.sorted()
  }
}

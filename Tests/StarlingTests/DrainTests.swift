import Audio
import Foundation
import Records
import Storage
import Testing

/// The program as an operator runs it, with 100 live calls.
@Suite("A drain", .serialized, .timeLimit(.minutes(3)))
struct DrainTests {
  /// Ends of all calls in the database, by reason.
  private static func ends(in folder: String) throws -> [String: Int] {
    let store = try CallStore.reading(path: "\(folder)/starling.sqlite")
    var ends: [String: Int] = [:]
    for call in try store.calls(CallQuery(limit: 1_000)).calls {
      ends[call.endReason ?? "none", default: 0] += 1
    }
    return ends
  }

  @Test("on SIGTERM takes no new calls, says so, lets a hundred finish, and exits 0 with every record stored")
  func finishes() async throws {
    let engine = try await ServedEngine(["--drain-timeout", "60s"])
    #expect(await engine.page("/readyz")?.status == 200)
    let callers = try engine.call([
      "--concurrent", "100", "--ramp", "1s", "--duration", "9s", "--talk", "2s", "--listen", "2s",
    ])
    defer { callers.terminate() }
    #expect(await engine.hasCalls(100))
    engine.signal()
    var readiness = await engine.page("/readyz")
    for _ in 0..<100 where readiness?.status == 200 {
      try await Task.sleep(for: .milliseconds(20))
      readiness = await engine.page("/readyz")
    }
    #expect(readiness?.status == 503)
    #expect(readiness?.body.contains("draining") == true)
    #expect(await engine.page("/livez")?.status == 200)
    let late = try engine.call(["--concurrent", "1", "--duration", "1s"])
    #expect(await engine.hasCalls(100))
    late.waitUntilExit()
    #expect(late.terminationStatus == 1)
    #expect(await engine.exitCode(within: 60) == 0)
    callers.waitUntilExit()
    #expect(callers.terminationStatus == 0)
    #expect(try Self.ends(in: engine.folder) == ["caller_hung_up": 100])
  }

  @Test("is over at its time-out, with every record stored")
  func timesOut() async throws {
    let engine = try await ServedEngine(["--drain-timeout", "1s"])
    let callers = try engine.call([
      "--concurrent", "20", "--duration", "60s", "--talk", "2s", "--listen", "2s",
    ])
    defer { callers.terminate() }
    #expect(await engine.hasCalls(20))
    engine.signal()
    #expect(await engine.exitCode(within: 20) == 0)
    #expect(try Self.ends(in: engine.folder) == ["shutdown": 20])
  }

  @Test("ends at once on a second signal, with every call's record stored")
  func secondSignal() async throws {
    let engine = try await ServedEngine(["--drain-timeout", "100s"])
    let callers = try engine.call([
      "--concurrent", "100", "--ramp", "1s", "--duration", "60s", "--talk", "2s", "--listen", "2s",
    ])
    defer { callers.terminate() }
    #expect(await engine.hasCalls(100))
    engine.signal()
    try await Task.sleep(for: .milliseconds(500))
    #expect(engine.process.isRunning)
    engine.signal()
    #expect(await engine.exitCode(within: 20) == 0)
    #expect(try Self.ends(in: engine.folder) == ["shutdown": 100])
  }
}

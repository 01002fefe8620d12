import Foundation
import Testing

@Suite("A database server that is away", .timeLimit(.minutes(3)))
struct DatabaseOutageTests {
  private static let database = "calls"

  @Test("is no reason not to take calls: it is told once, and has them all when it comes")
  func outage() async throws {
    let server = try PostgresServer()
    try server.sql("CREATE DATABASE \(Self.database)")
    let url = server.url(Self.database)
    #expect(try ServedEngine.run(["migrate", "up"], environment: ["DATABASE_URL": url]).code == 0)
    try server.stop()
    let engine = try await ServedEngine(environment: ["DATABASE_URL": url])
    let callers = try engine.call(["--concurrent", "5", "--duration", "4s", "--talk", "1s", "--listen", "1s"])
    defer { callers.terminate() }
    #expect(await engine.hasCalls(5))
    callers.waitUntilExit()
    #expect(callers.terminationStatus == 0)
    #expect(await engine.hasCalls(0))
    #expect(await engine.page("/readyz")?.status == 200)
    #expect(await engine.page("/metrics")?.body.contains("\nstarling_projection_lag 0\n") == false)
    #expect(engine.said.ranges(of: "records wait in the journal\n").count == 1)
    #expect(engine.said.ranges(of: "trying again").count == 1)
    try server.start()
    let ended = "SELECT count(*) FROM calls WHERE end_reason = 'caller_hung_up'"
    for _ in 0..<600 {
      if try server.sql(ended, in: Self.database) == "5" { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try server.sql(ended, in: Self.database) == "5")
    #expect(engine.said.contains("takes records again"))
    engine.signal()
    #expect(await engine.exitCode(within: 30) == 0)
    let gaps = "SELECT count(*) FROM calls WHERE record_count <> last_sequence + 1"
    #expect(try server.sql(gaps, in: Self.database) == "0")
  }
}

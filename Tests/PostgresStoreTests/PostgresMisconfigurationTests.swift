import Foundation
import PostgresStore
import Records
import Testing

@Suite("PostgreSQL when it is configured wrongly")
struct PostgresMisconfigurationTests {
  private func message(_ url: String, passwordFile: String? = nil) -> String {
    let store = PostgresStore(PostgresOptions(url: url, passwordFile: passwordFile, connectTimeout: 3))
    let error = #expect(throws: StoreError.self) { try store.cursor() }
    return error.map { "\($0)" } ?? ""
  }

  @Test(
    "an address that is none says so, and never repeats the password",
    arguments: [
      "postgres://user:sesame@", "postgres://user:sesame@host:notaport/x", "mysql://user:sesame@host",
      "sesame", "postgres://u:sesame@h/x?nosuch=1", "postgres://u:sesame%zz@h/x",
    ])
  func badAddress(url: String) {
    let said = message(url)
    #expect(!said.isEmpty)
    #expect(!said.contains("sesame"))
  }

  @Test(
    "what waiting will not mend is no outage",
    arguments: ["postgres://u@h:notaport/x", "postgres://u@h:99999/x", "postgres://u@h/x?sslmode=perhaps"])
  func unusable(url: String) {
    let error = #expect(throws: StoreError.self) { try PostgresStore(PostgresOptions(url: url)).cursor() }
    guard case .misconfigured = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("a server that is not there, a database and a role that are missing, each say what to do")
  func missing() throws {
    let server = try PostgresServer.shared.get()
    #expect(message("postgres://u:sesame@127.0.0.1:1/x").contains("cannot be reached"))
    #expect(message("postgres://u@no-such-host.invalid/x").contains("cannot be reached"))
    #expect(message(server.url("nowhere")).contains("create it (createdb)"))
    #expect(message(server.url("postgres", user: "nobody_here")).contains("check the user"))
    #expect(message(server.url("postgres"), passwordFile: "/no/such/file").contains("/no/such/file"))
  }

  @Test("a role without rights is told which to ask for")
  func noRights() throws {
    let (_, server, database) = try StoreKind.postgres()
    let role = "r\(database)"
    try server.sql("CREATE ROLE \(role) LOGIN")
    #expect(message(server.url(database, user: role)).contains("grant the role"))
    let empty = try server.makeDatabase()
    let store = PostgresStore(PostgresOptions(url: server.url(empty, user: role)))
    let error = #expect(throws: StoreError.self) { try store.migrate(to: nil) }
    #expect(error?.description.contains("grant the role") == true)
  }

  @Test("tables that are missing or from the future are told apart, and left alone")
  func schemas() throws {
    let server = try PostgresServer.shared.get()
    let empty = try server.makeDatabase()
    #expect(message(server.url(empty)).contains("starling migrate up"))
    let (store, _, database) = try StoreKind.postgres()
    try server.sql("INSERT INTO schema_migrations VALUES (9999, 'future')", in: database)
    let fresh = PostgresStore(store.options)
    #expect(throws: StoreError.newerSchema) { try fresh.apply(ProjectedBatch(cursor: 1)) }
    #expect(throws: StoreError.newerSchema) { try fresh.migrate(to: nil) }
    #expect(throws: StoreError.newerSchema) { try fresh.migrate(to: 0) }
    #expect(try server.sql("SELECT max(version) FROM schema_migrations", in: database) == "9999")
  }

  @Test("migrations that start at once wait for each other")
  func concurrentMigrations() async throws {
    let server = try PostgresServer.shared.get()
    let options = PostgresOptions(url: server.url(try server.makeDatabase()))
    let versions = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { try PostgresStore(options).migrate(to: nil).version } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(Set(versions).count == 1)
  }
}

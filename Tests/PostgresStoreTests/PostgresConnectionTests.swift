import Foundation
import PostgresStore
import Records
import Testing

@Suite("PostgreSQL by TLS and passwords")
struct PostgresConnectionTests {
  private static let password = "open sesame"
  /// A server that asks the role `guarded` for its password and speaks TLS as `db.example`.
  private static let guarded: Result<GuardedServer, any Error> = Result {
    let guarded = try GuardedServer(password: password)
    _ = try PostgresStore(PostgresOptions(url: guarded.server.url(guarded.database))).migrate(to: nil)
    atexit { if case .success(let guarded) = PostgresConnectionTests.guarded { guarded.remove() } }
    return guarded
  }

  private func cursor(_ url: String, passwordFile: String? = nil) throws(StoreError) -> UInt64 {
    try PostgresStore(PostgresOptions(url: url, passwordFile: passwordFile, connectTimeout: 5)).cursor()
  }

  private func message(_ url: String, passwordFile: String? = nil) -> String {
    let error = #expect(throws: StoreError.self) { try cursor(url, passwordFile: passwordFile) }
    return error.map { "\($0)" } ?? ""
  }

  // MARK: TLS

  @Test("sslmode=require encrypts, whoever the server is")
  func require() throws {
    let guarded = try Self.guarded.get()
    let store = PostgresStore(PostgresOptions(url: guarded.url("sslmode=require")))
    #expect(try store.cursor() == 0)
    let isEncrypted = try guarded.server.sql(
      "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'postgres' AND datname = "
        + "'\(guarded.database)' AND application_name = 'starling'")
    #expect(isEncrypted == "t")
    withExtendedLifetime(store) {}
  }

  @Test("verify-full takes the server that its certificate names, and no other")
  func verifyFull() throws {
    let guarded = try Self.guarded.get()
    let root = "sslmode=verify-full&sslrootcert=\(guarded.certificate)"
    // The name is checked, and the address is where it is looked for.
    let right = guarded.url(root, host: "db.example") + "&hostaddr=127.0.0.1"
    #expect(try cursor(right) == 0)
    let wrong = message(guarded.url(root, host: "other.example") + "&hostaddr=127.0.0.1")
    #expect(wrong.contains("server certificate for \"db.example\""))
    #expect(wrong.contains("does not match host name \"other.example\""))
  }

  @Test("a certificate that nobody vouches for is refused, as is a root that is missing")
  func unknownRoot() throws {
    let guarded = try Self.guarded.get()
    let other = try GuardedServer.certificate(in: guarded.folder, name: "other")
    let refused = message(guarded.url("sslmode=verify-ca&sslrootcert=\(other.certificate)"))
    #expect(refused.contains("certificate verify failed"))
    #expect(message(guarded.url("sslmode=verify-full&sslrootcert=/no/such/root")).contains("/no/such/root"))
  }

  // MARK: Passwords

  @Test(
    "the password is the first line of the password file", arguments: ["", "\n", "\r\n", "\nsecond line\n"])
  func passwordFile(ending: String) throws {
    let guarded = try Self.guarded.get()
    let file = "\(guarded.folder)/\(UUID().uuidString)"
    try (Self.password + ending).write(toFile: file, atomically: false, encoding: .utf8)
    #expect(try cursor(guarded.server.url(guarded.database, user: "guarded"), passwordFile: file) == 0)
  }

  @Test("a password that is wrong or missing is said to be, and never repeated")
  func wrongPassword() throws {
    let guarded = try Self.guarded.get()
    let file = "\(guarded.folder)/wrong"
    try "xyzzy-plugh".write(toFile: file, atomically: false, encoding: .utf8)
    let url = guarded.server.url(guarded.database, user: "guarded")
    for said in [
      message(url, passwordFile: file), message(url.replacing("guarded@", with: "guarded:xyzzy-plugh@")),
    ] {
      #expect(said.contains("password authentication failed"))
      #expect(said.contains("check the user, the password"))
      #expect(!said.contains("xyzzy"))
    }
    #expect(message(url + "?passfile=/dev/null").contains("no password supplied"))
  }
}

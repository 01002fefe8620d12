import Foundation
import Testing

/// libpq's variables and passwords, as a process of its own sees them.
@Suite("The database's address", .timeLimit(.minutes(2)))
struct DatabaseAddressTests {
  private static let password = "open sesame"
  private static let guarded: Result<GuardedServer, any Error> = Result {
    let guarded = try GuardedServer(password: password)
    atexit { if case .success(let guarded) = DatabaseAddressTests.guarded { guarded.remove() } }
    return guarded
  }

  private func status(_ environment: [String: String]) throws -> (code: Int32, said: String) {
    try ServedEngine.run(["migrate", "status"], environment: environment)
  }

  /// All but the password.
  private func variables(_ guarded: GuardedServer) -> [String: String] {
    [
      "DATABASE_URL": "postgres://", "PGHOST": "127.0.0.1", "PGPORT": "\(guarded.server.port)",
      "PGUSER": "guarded", "PGDATABASE": guarded.database,
    ]
  }

  @Test("comes from PGHOST, PGPORT, PGUSER, PGDATABASE and PGPASSWORD as far as DATABASE_URL leaves it open")
  func variables() throws {
    let guarded = try Self.guarded.get()
    let (status, said) = try status(variables(guarded).merging(["PGPASSWORD": Self.password]) { $1 })
    #expect(status == 0)
    #expect(said.contains("version 0 of"))
  }

  @Test("takes its password from PGPASSFILE or from DATABASE_PASSWORD_FILE")
  func passwordFiles() throws {
    let guarded = try Self.guarded.get()
    let (passfile, file) = ("\(guarded.folder)/pgpass", "\(guarded.folder)/password")
    try "127.0.0.1:*:*:guarded:\(Self.password)\n".write(toFile: passfile, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: passfile)
    try "\(Self.password)\n".write(toFile: file, atomically: false, encoding: .utf8)
    for variable in [["PGPASSFILE": passfile], ["DATABASE_PASSWORD_FILE": file]] {
      #expect(try status(variables(guarded).merging(variable) { $1 }).code == 0)
    }
  }

  @Test("with a wrong password is refused, and the password never printed")
  func wrongPassword() throws {
    let guarded = try Self.guarded.get()
    let file = "\(guarded.folder)/wrong"
    try "xyzzy-plugh\n".write(toFile: file, atomically: false, encoding: .utf8)
    let url = guarded.server.url(guarded.database, user: "guarded:xyzzy-plugh")
    for variable in [
      ["PGPASSWORD": "xyzzy-plugh"], ["DATABASE_PASSWORD_FILE": file], ["DATABASE_URL": url],
    ] {
      let (status, said) = try status(variables(guarded).merging(variable) { $1 })
      #expect(status != 0)
      #expect(said.contains("password authentication failed"))
      #expect(!said.contains("xyzzy"))
    }
  }
}

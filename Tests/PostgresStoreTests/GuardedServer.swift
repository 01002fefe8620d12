import Foundation

/// A server with a certificate for `db.example`, and a role whose password is asked for (SCRAM).
final class GuardedServer: Sendable {
  struct OpenSSLFailed: Error {}

  let server: PostgresServer
  let database: String
  let folder: String
  let certificate: String

  init(password: String) throws {
    folder = NSTemporaryDirectory() + "starling-guarded-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    server = try PostgresServer()
    let made = try Self.certificate(in: folder, name: "server")
    certificate = made.certificate
    try server.write(try String(contentsOfFile: made.certificate, encoding: .utf8), to: "server.crt")
    try server.write(try String(contentsOfFile: made.key, encoding: .utf8), to: "server.key")
    try server.write(
      "host all guarded all scram-sha-256\nhost all all all trust\nlocal all all trust\n", to: "pg_hba.conf")
    try server.sql("ALTER SYSTEM SET ssl = on")
    try server.sql("CREATE ROLE guarded SUPERUSER LOGIN PASSWORD '\(password)'")
    try server.sql("SELECT pg_reload_conf()")
    database = try server.makeDatabase()
  }

  func remove() {
    server.remove()
    try? FileManager.default.removeItem(atPath: folder)
  }

  func url(_ query: String, host: String = "127.0.0.1") -> String {
    "postgres://postgres@\(host):\(server.port)/\(database)?\(query)"
  }

  /// Has `openssl` make a certificate for `db.example` that signs itself.
  static func certificate(in folder: String, name: String) throws -> (certificate: String, key: String) {
    let openssl = Process()
    let (certificate, key) = ("\(folder)/\(name).crt", "\(folder)/\(name).key")
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "2", "-subj", "/CN=db.example", "-addext", "subjectAltName=DNS:db.example", "-keyout", key, "-out",
      certificate,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    guard openssl.terminationStatus == 0 else { throw OpenSSLFailed() }
    return (certificate, key)
  }
}

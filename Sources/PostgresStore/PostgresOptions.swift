internal import Foundation

/// Where a PostgreSQL database is and how it is spoken to.
///
/// What the address leaves open comes from libpq's variables (`PGHOST`, `PGUSER`, `PGPASSFILE`, `PGSSLMODE`, …); TLS is
/// asked for as libpq does it: `?sslmode=verify-full&sslrootcert=…`.
public struct PostgresOptions: Sendable, Equatable {
  /// `postgres://user@host:5432/database?sslmode=require`, or libpq's `host=… dbname=…`.
  public var url: String
  /// A file whose first line is the password; read at every connection, so that it may change.
  public var passwordFile: String?
  /// The name of the journal whose records are applied: each has a cursor of its own.
  public var journal: String
  /// A statement that takes longer is given up and tried again; milliseconds, 0 for no limit.
  public var statementTimeoutMs: Int
  /// Seconds to wait for a connection.
  public var connectTimeout: Int
  /// Connections for reading, at most.
  public var readers: Int

  public init(
    url: String, passwordFile: String? = nil, journal: String = "local", statementTimeoutMs: Int = 30_000,
    connectTimeout: Int = 10, readers: Int = 4
  ) {
    self.url = url
    self.passwordFile = passwordFile
    self.journal = journal
    self.statementTimeoutMs = statementTimeoutMs
    self.connectTimeout = connectTimeout
    self.readers = readers
  }

  /// Whether `url` asks for PostgreSQL rather than a file.
  public static func isPostgres(_ url: String) -> Bool {
    url.hasPrefix("postgres://") || url.hasPrefix("postgresql://")
  }

  func password() throws(PostgresFailure) -> String? {
    guard let passwordFile else { return nil }
    guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
      throw PostgresFailure(
        state: PostgresFailure.wrongAddress, message: "the password file \(passwordFile) cannot be read")
    }
    // `\r\n` is one character.
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first.map(String.init)
  }
}

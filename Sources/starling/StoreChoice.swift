import Backup
import Foundation
import PostgresStore
import Records
import Settings
import Storage

/// Which database holds the calls: `DATABASE_URL` chooses PostgreSQL, or another SQLite file than the data folder's.
enum StoreChoice {
  /// The engine's own file, made and brought up to date when it must be; nil when a server holds the calls.
  static func file(_ settings: ResolvedSettings) throws(StoreError) -> (any RecordStore)? {
    postgres() == nil ? try CallStore(path: try sqlitePath(settings)) : nil
  }

  /// The engine's database on a server, which is not asked anything yet.
  ///
  /// - Parameter journal: the identity of the journal whose records it will be given.
  static func server(journal: String) throws(StoreError) -> any RecordStore {
    guard let options = postgres(journal: journal) else {
      throw .misconfigured(reason: "DATABASE_URL names no server")
    }
    return PostgresStore(options)
  }

  /// Opens it as it is; its tables may be older or newer than this program's.
  static func store(_ settings: ResolvedSettings, makes: Bool) throws(StoreError) -> any RecordStore {
    if let options = postgres() { return PostgresStore(options) }
    let path = try sqlitePath(settings)
    return makes ? try CallStore.unmigrated(path: path) : try CallStore.reading(path: path)
  }

  /// The same, to be copied or brought back.
  static func backup(_ settings: ResolvedSettings) throws(BackupError) -> BackupDatabase {
    if let options = postgres() { return .postgresql(options) }
    do throws(StoreError) { return .sqlite(path: try sqlitePath(settings)) } catch { throw .database(error) }
  }

  /// A PostgreSQL database that is named elsewhere than in DATABASE_URL.
  static func postgres(at url: String) -> PostgresOptions {
    PostgresOptions(
      url: url, passwordFile: ProcessInfo.processInfo.environment["DATABASE_PASSWORD_FILE"])
  }

  private static func postgres(journal: String? = nil) -> PostgresOptions? {
    let environment = ProcessInfo.processInfo.environment
    guard let address = environment["DATABASE_URL"], PostgresOptions.isPostgres(address) else { return nil }
    var options = PostgresOptions(url: address, passwordFile: environment["DATABASE_PASSWORD_FILE"])
    if let journal { options.journal = journal }
    return options
  }

  private static func sqlitePath(_ settings: ResolvedSettings) throws(StoreError) -> String {
    try path(ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "")
      ?? "\(settings.dataDirectory)/starling.sqlite"
  }

  /// The file that an address names; nil when there is no address.
  private static func path(_ address: String) throws(StoreError) -> String? {
    if address.isEmpty { return nil }
    for scheme in ["sqlite://", "sqlite:"] where address.hasPrefix(scheme) {
      return String(address.dropFirst(scheme.count))
    }
    guard !address.contains("://") else {
      throw .misconfigured(
        reason: "DATABASE_URL is neither postgres://… nor sqlite://… nor the path of a file")
    }
    return address
  }
}

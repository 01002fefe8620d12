import Foundation
import PostgresStore
import Records
import Storage

/// The stores that the same tests hold for.
enum StoreKind: CaseIterable, Sendable {
  case sqlite, postgres

  /// An empty store whose tables are there.
  func make(_ folder: TemporaryFolder) throws -> any RecordStore {
    switch self {
    case .sqlite: return try CallStore(path: folder.file("calls.sqlite"))
    case .postgres: return try Self.postgres().store
    }
  }

  static func postgres() throws -> (store: PostgresStore, server: PostgresServer, database: String) {
    let server = try PostgresServer.shared.get()
    let database = try server.makeDatabase()
    let store = PostgresStore(PostgresOptions(url: server.url(database)))
    _ = try store.migrate(to: nil)
    return (store, server, database)
  }
}

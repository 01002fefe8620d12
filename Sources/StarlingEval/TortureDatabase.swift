import Foundation
import PostgresStore
import Records
import Storage

/// Where the engine under torture stores its calls.
enum TortureDatabase {
  /// In its data folder.
  case sqlite
  case postgres(TorturePostgres)

  /// What the engine's environment says about it.
  var environment: [String: String] {
    switch self {
    case .sqlite: [:]
    case .postgres(let postgres): ["DATABASE_URL": postgres.url]
    }
  }

  func store(_ folder: String) throws -> any RecordStore {
    switch self {
    case .sqlite: try CallStore.reading(path: "\(folder)/starling.sqlite")
    case .postgres(let postgres): try postgres.store()
    }
  }
}

import Foundation
import PostgresStore

/// A PostgreSQL server of the torture's own, behind a proxy and on a small disk where one can be had.
final class TorturePostgres {
  private static let database = "torture"
  private static let diskMegabytes = 1_024

  private let server: PostgresServer
  private let proxy: CuttingProxy
  /// Released behind the server, which it holds.
  private let disk: SmallDisk?
  /// Why there is no small disk.
  let withoutDisk: String?

  init(folder: String, seed: UInt64) throws {
    let place = "\(folder)/postgres"
    var reason: String?
    do throws(LoadFailure) {
      disk = try SmallDisk(path: place, megabytes: Self.diskMegabytes)
    } catch {
      disk = nil
      reason = "\(error)"
    }
    withoutDisk = reason
    // Small files of its log, so that it wants room for the next one soon.
    server = try PostgresServer(
      folder: place, parameters: ["fsync=off", "shared_buffers=32MB", "max_wal_size=64MB"], walSegment: 1)
    proxy = try CuttingProxy(to: server.port, seed: seed)
    try server.sql("CREATE DATABASE \(Self.database)")
  }

  deinit { server.remove() }

  /// Through the proxy.
  var url: String { server.url(Self.database, port: proxy.port) }

  /// Past the proxy. The database holds one journal's records.
  func store() throws -> PostgresStore {
    let journal = try server.sql("SELECT max(journal) FROM projection_cursors", in: Self.database)
    return PostgresStore(PostgresOptions(url: server.url(Self.database), journal: journal))
  }

  func begin(_ fault: TortureFault, leaving kilobytes: Int) throws {
    switch fault {
    case .serverKilled: try server.stop()
    case .readOnly: try setReadOnly("on")
    case .connectionsCut: proxy.startCutting()
    case .databaseDiskFull: try disk?.fill(leaving: kilobytes)
    case .journalDiskFull: break
    }
  }

  func heal(_ fault: TortureFault) throws {
    switch fault {
    case .serverKilled: try server.start()
    case .readOnly: try setReadOnly("off")
    case .connectionsCut: _ = proxy.stopCutting()
    case .databaseDiskFull:
      try disk?.free()
      try awaitConnections()
    case .journalDiskFull: break
    }
  }

  private func setReadOnly(_ value: String) throws {
    try server.sql("ALTER SYSTEM SET default_transaction_read_only = \(value)")
    try server.sql("SELECT pg_reload_conf()")
  }

  /// It gives up when its write-ahead log finds no room; while it recovers it refuses connections.
  private func awaitConnections() throws {
    for _ in 0..<100 {
      if (try? server.sql("SELECT 1")) != nil { return }
      usleep(100_000)
      if !server.isRunning { try? server.start() }
    }
    try server.sql("SELECT 1")
  }
}

import Backup
import Foundation
import Journal
import Records
import Storage
import Testing

@Suite("A restore", .serialized)
struct RestoreTests {
  /// A house with some calls, and a backup of it.
  private func full(_ kind: StoreKind) throws -> DataHouse {
    let house = try DataHouse(kind)
    try house.write("recordings/one.wav", "one")
    let running = try RunningStore(house)
    running.record()
    running.waitFor(100)
    running.stop()
    _ = try house.makeBackup()
    return house
  }

  @Test(
    "refuses a target that holds data, and with force moves it aside whole", arguments: StoreKind.allCases)
  func force(kind: StoreKind) throws {
    let house = try full(kind)
    let running = try RunningStore(house)
    running.record(from: 1_000_000)
    running.waitFor(100)
    running.stop()
    try house.write("recordings/two.wav", "two")
    let before = try running.store.contents()
    #expect {
      try house.restore(house.backup)
    } throws: { error in
      if case .targetInUse = error as? BackupError { true } else { false }
    }
    let report = try house.restore(house.backup, force: true)
    #expect(report.aside == "\(house.data)/before-restore-20261121-150405")
    #expect(house.text("before-restore-20261121-150405/recordings/two.wav") == "two")
    #expect(house.text("recordings/one.wav") == "one" && house.text("recordings/two.wav") == nil)
    switch kind {
    case .sqlite:
      let old = try CallStore(path: "\(report.aside ?? "")/starling.sqlite")
      #expect(try old.contents() == before)
    case .postgres:
      #expect(report.schemaAside == "before_restore_20261121150405")
      let database = String(house.url.split(separator: "/").last ?? "")
      let count = try PostgresServer.shared.get().sql(
        "SELECT count(*) FROM before_restore_20261121150405.segments", in: database)
      #expect(count == "\(before.segments)")
    }
    let again = try RunningStore(house)
    #expect(again.catchUp())
    #expect(try RunningStore.stored(again.store) ?? 0 >= 100)
    again.stop(records: false)
  }

  @Test("refuses while an engine runs on the data folder")
  func running() throws {
    let house = try full(.sqlite)
    let target = try house.other()
    let lock = try SystemJournalFiles(path: "\(target.data)/journal").lock()
    #expect {
      try target.restore(house.backup, force: true)
    } throws: { error in
      if case .journal(.inUse) = error as? BackupError { true } else { false }
    }
    withExtendedLifetime(lock) {}
  }

  @Test("refuses a backup of another kind of database")
  func otherKind() throws {
    let house = try full(.sqlite)
    let target = try DataHouse(.postgres)
    #expect(throws: BackupError.otherDatabase(backup: "sqlite", target: "postgresql")) {
      try target.restore(house.backup)
    }
  }

  @Test("that was broken off is told, and can be done again")
  func brokenOff() throws {
    let house = try full(.sqlite)
    let target = try house.other()
    try target.write("restore-unfinished", "")
    try target.write("restore-staged/starling.sqlite", "half")
    #expect(BackupRestorer.isUnfinished(target.data))
    #expect(throws: BackupError.unfinishedRestore(path: target.data)) { try target.restore(house.backup) }
    try target.restore(house.backup, force: true)
    #expect(!BackupRestorer.isUnfinished(target.data))
    #expect(target.text("restore-staged/starling.sqlite") == nil)
  }

  @Test("of a database that is elsewhere puts it there")
  func elsewhere() throws {
    let house = try full(.sqlite)
    let target = try DataHouse(.sqlite)
    let path = target.folder.file("elsewhere.sqlite")
    let restorer = BackupRestorer(
      data: target.data, database: .sqlite(path: path), options: BackupRestorer.Options(stamp: "1"))
    let report = try restorer.restore(house.backup)
    #expect(try CallStore.reading(path: path).contents() == report.manifest.database.contents)
    #expect(target.text("starling.sqlite") == nil)
    #expect(throws: BackupError.targetInUse(what: "\(target.data) holds journal, recordings")) {
      try restorer.restore(house.backup)
    }
  }

  @Test("into a PostgreSQL database that fails leaves everything as it was")
  func failedServerRestore() throws {
    let house = try full(.postgres)
    let database = String(house.url.split(separator: "/").last ?? "")
    // A dump that is sound and does not restore: its tables are of a schema that cannot be made anew.
    try PostgresServer.shared.get().sql(
      "CREATE SCHEMA kept; CREATE TABLE kept.more (a int); INSERT INTO kept.more VALUES (1)", in: database)
    let second = house.folder.file("second")
    _ = try BackupWriter(data: house.data, database: house.database, program: "test").write(to: second)
    let before = try RunningStore(house)
    #expect(before.catchUp())
    let contents = try before.store.contents()
    before.stop(records: false)
    #expect {
      try house.restore(second, force: true)
    } throws: { error in
      if case .programFailed("pg_restore", _) = error as? BackupError { true } else { false }
    }
    let after = try RunningStore(house)
    #expect(after.catchUp())
    #expect(try after.store.contents() == contents)
    after.stop(records: false)
    #expect(!BackupRestorer.isUnfinished(house.data))
  }

  @Test("for proof fills an empty PostgreSQL database and counts")
  func deep() throws {
    let house = try full(.postgres)
    let target = try house.other()
    let manifest = try BackupManifest.read(house.backup)
    guard case .postgresql(let options) = target.database else { return }
    #expect(try BackupVerifier(house.backup).restoreForProof(manifest, into: options) == [])
    #expect {
      try BackupVerifier(house.backup).restoreForProof(manifest, into: options)
    } throws: { error in
      if case .targetInUse = error as? BackupError { true } else { false }
    }
  }
}

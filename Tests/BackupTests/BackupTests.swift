import Backup
import Foundation
import Journal
import Records
import Storage
import Testing

@Suite("A backup", .serialized)
struct BackupTests {
  @Test(
    "taken while calls run and segments go brings back all that was durable", arguments: StoreKind.allCases)
  func liveBackup(kind: StoreKind) throws {
    let house = try DataHouse(kind)
    try house.write("recordings/one.wav", String(repeating: "sound", count: 300_000))
    try house.write("keys", "a key")
    let running = try RunningStore(house, segmentBytes: 8 << 10)
    running.record()
    running.waitFor(1_500)
    let owed = Int(running.journal.durableNumber)
    let manifest = try house.makeBackup()
    running.stop()
    #expect(manifest.files.map(\.path).suffix(2) == ["files/recordings/one.wav", "files/keys"])
    #expect(manifest.vanished == [])
    #expect(try BackupVerifier(house.backup).problems(in: BackupManifest.read(house.backup)) == [])

    let target = try house.other()
    let report = try target.restore(house.backup)
    #expect(report.aside == nil && report.manifest == manifest)
    #expect(target.text("keys") == "a key")
    let again = try RunningStore(target)
    #expect(again.catchUp())
    let stored = try #require(try RunningStore.stored(again.store))
    #expect(stored >= owed && stored <= running.count)
    // It goes on: what is recorded now is not taken for what was.
    let before = try again.store.contents().segments
    again.record(from: 1_000_000)
    again.waitFor(400)
    again.stop()
    #expect(try again.store.contents().segments >= before + 300)
  }

  @Test("and the journal that outlived the database bring back everything", arguments: StoreKind.allCases)
  func liveJournal(kind: StoreKind) throws {
    let house = try DataHouse(kind)
    var running = try RunningStore(house, segmentBytes: 16 << 20)
    running.record()
    running.waitFor(400)
    _ = try house.makeBackup()
    running.waitFor(800)
    running.stop()
    // The database is gone; the journal is not.
    let target = try house.other()
    try FileManager.default.moveItem(atPath: "\(house.data)/journal", toPath: "\(target.data)/journal")
    try target.restore(house.backup, keepsJournal: true)
    running = try RunningStore(target)
    #expect(running.catchUp())
    let stored = try #require(try RunningStore.stored(running.store))
    running.stop(records: false)
    #expect(stored >= 800)
  }

  @Test("refuses a journal that has lost what came between")
  func gap() throws {
    let house = try DataHouse(.sqlite)
    var running = try RunningStore(house, segmentBytes: 4 << 10)
    running.record()
    running.waitFor(300)
    _ = try house.makeBackup()
    running.waitFor(1_500)
    running.stop()
    let target = try house.other()
    try FileManager.default.moveItem(atPath: "\(house.data)/journal", toPath: "\(target.data)/journal")
    #expect {
      try target.restore(house.backup, keepsJournal: true)
    } throws: { error in
      if case .journalDoesNotFit(let reason) = error as? BackupError {
        reason.contains("gone")
      } else {
        false
      }
    }
    // And that of another server.
    let third = try house.other()
    running = try RunningStore(third)
    running.record()
    running.waitFor(10)
    running.stop()
    try FileManager.default.removeItem(atPath: "\(third.data)/starling.sqlite")
    #expect(throws: BackupError.journalDoesNotFit(reason: "it is not the one that was backed up")) {
      try third.restore(house.backup, force: true, keepsJournal: true)
    }
    #expect(third.text("restore-unfinished") == nil)
  }

  @Test("notes what is removed while it is made")
  func vanishing() throws {
    let house = try DataHouse(.sqlite)
    _ = try CallStore(path: "\(house.data)/starling.sqlite")
    for name in ["a", "b", "c"] { try house.write("recordings/\(name).wav", name) }
    let data = house.data
    let manifest = try house.makeBackup { progress in
      if case .files(1, _) = progress {
        try? FileManager.default.removeItem(atPath: "\(data)/recordings/b.wav")
      }
    }
    #expect(manifest.vanished == ["recordings/b.wav"])
    #expect(try BackupVerifier(house.backup).problems(in: manifest) == [])
  }

  @Test("takes everything in the data folder but what is no plain file or put aside")
  func contents() throws {
    let house = try DataHouse(.sqlite)
    _ = try CallStore(path: "\(house.data)/starling.sqlite")
    try house.write("event-logs/x.log", "")
    try house.write("new-kind/of/data", "1")
    try house.write("journal/quarantine/x-1", "2")
    try house.write("before-restore-1/starling.sqlite", "old")
    try FileManager.default.createSymbolicLink(atPath: "\(house.data)/link", withDestinationPath: "/etc")
    let manifest = try house.makeBackup()
    #expect(
      manifest.files.map(\.path) == [
        "database/starling.sqlite", "files/event-logs/x.log", "files/journal/quarantine/x-1",
        "files/new-kind/of/data",
      ])
    #expect(manifest.files[1].sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    let target = try house.other()
    try target.restore(house.backup)
    #expect(target.text("journal/quarantine/x-1") == "2")
  }

  @Test("is refused where something is, inside the data folder, and where a restore was broken off")
  func refusals() throws {
    let house = try DataHouse(.sqlite)
    #expect {
      _ = try house.makeBackup()
    } throws: { error in
      if case .database(.missing) = error as? BackupError { true } else { false }
    }
    #expect(!FileManager.default.fileExists(atPath: house.backup))
    _ = try CallStore(path: "\(house.data)/starling.sqlite")
    let writer = BackupWriter(data: house.data, database: house.database, program: "test")
    #expect(throws: BackupError.insideData(path: "\(house.data)/x/backup")) {
      try writer.write(to: "\(house.data)/x/backup")
    }
    try FileManager.default.createSymbolicLink(
      atPath: house.folder.file("link"), withDestinationPath: house.data)
    #expect(throws: BackupError.insideData(path: house.folder.file("link/backup"))) {
      try writer.write(to: house.folder.file("link/backup"))
    }
    try FileManager.default.createDirectory(atPath: house.backup, withIntermediateDirectories: true)
    _ = try house.makeBackup()
    #expect(throws: BackupError.occupied(path: house.backup)) { _ = try house.makeBackup() }
    try house.write("restore-unfinished", "")
    #expect(throws: BackupError.unfinishedRestore(path: house.data)) {
      try writer.write(to: house.folder.file("more"))
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: house.folder.path).sorted()
    #expect(left == ["backup", "data", "link"])
  }
}

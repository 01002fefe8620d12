import Backup
import Foundation
import Records
import Storage
import Testing

@Suite("A damaged backup", .serialized)
struct DamagedBackupTests {
  private let house: DataHouse
  private let manifest: BackupManifest

  init() throws {
    house = try DataHouse(.sqlite)
    try house.write("recordings/one.wav", "sound of one")
    let running = try RunningStore(house)
    running.record()
    running.waitFor(100)
    running.stop()
    manifest = try house.makeBackup()
  }

  private func change(_ path: String, _ body: (inout Data) -> Void) throws {
    let url = URL(fileURLWithPath: "\(house.backup)/\(path)")
    var data = try Data(contentsOf: url)
    body(&data)
    try data.write(to: url)
  }

  @Test("is told file by file, and never restored")
  func damage() throws {
    try change("files/recordings/one.wav") { $0[3] ^= 1 }
    try change("database/starling.sqlite") { $0.removeLast(100) }
    try FileManager.default.removeItem(atPath: "\(house.backup)/journal/durable")
    try "x".write(toFile: "\(house.backup)/files/more", atomically: false, encoding: .utf8)
    let problems = try BackupVerifier(house.backup).problems(in: manifest)
    #expect(
      Set(problems.map(\.path)) == [
        "files/recordings/one.wav", "database/starling.sqlite", "journal/durable", "files/more",
      ])
    #expect(problems.contains { $0.fault == "its SHA-256 is not the manifest's" })
    let target = try house.other()
    #expect(throws: BackupError.damaged(problems: problems)) { try target.restore(house.backup) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.data) == [])
  }

  @Test("whose sums were made to fit is found by the database itself")
  func forged() throws {
    try change("database/starling.sqlite") { data in
      for place in 4_096..<8_192 { data[place] = 0xff }
    }
    var forged = manifest
    let sum = try #require(try house.sum("database/starling.sqlite"))
    forged.files[0].sha256 = sum
    #expect(try BackupVerifier(house.backup).problems(in: forged).map(\.path) == ["database/starling.sqlite"])
    forged = manifest
    forged.database.contents.calls += 1
    try FileManager.default.removeItem(atPath: "\(house.backup)/database/starling.sqlite")
    #expect(try BackupVerifier(house.backup).problems(in: forged).map(\.path) == ["database/starling.sqlite"])
  }

  @Test("of a later format, or without a manifest, is none")
  func formats() throws {
    try change("manifest.json") { data in
      data = Data(
        String(decoding: data, as: UTF8.self).replacing("\"format\" : 1", with: "\"format\" : 2").utf8)
    }
    #expect(throws: BackupError.newerFormat(version: 2, supported: 1)) {
      try BackupManifest.read(house.backup)
    }
    try FileManager.default.removeItem(atPath: "\(house.backup)/manifest.json")
    #expect(throws: BackupError.noBackup(path: house.backup)) { try BackupManifest.read(house.backup) }
    #expect(throws: BackupError.noBackup(path: "/nowhere")) { try BackupManifest.read("/nowhere") }
  }

  @Test(
    "whose manifest leads out of its folder is refused",
    arguments: ["../x", "/etc/passwd", "a//b", "files/./x", ""])
  func paths(path: String) throws {
    try change("manifest.json") { data in
      data = Data(
        String(decoding: data, as: UTF8.self).replacing("files/recordings/one.wav", with: path).utf8)
    }
    #expect(throws: BackupError.damagedManifest(reason: "it names a path outside the backup")) {
      try BackupManifest.read(house.backup)
    }
  }

  @Test("gives an error for a manifest of random bytes, and never traps")
  func fuzz() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: "\(house.backup)/manifest.json"))
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      try bytes.write(to: URL(fileURLWithPath: "\(house.backup)/manifest.json"))
      do throws(BackupError) {
        let read = try BackupManifest.read(house.backup)
        _ = try BackupVerifier(house.backup).problems(in: read)
      } catch { continue }
    }
  }
}

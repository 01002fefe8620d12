import Foundation
import KeyRing
import Testing

@Suite("The key ring")
struct KeyRingTests {
  static let hex = String(repeating: "0123456789abcdef", count: 4)
  static let context = SealContext(callHigh: 1, callLow: 2, sequence: 3)

  static func master(_ digit: Character = "a") throws -> MasterKey {
    try MasterKey(String(repeating: digit, count: 64))
  }

  /// What the body threw, if that is one of ours.
  static func failure<Value>(_ body: () throws -> Value) -> KeyRingError? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? KeyRingError
    }
  }

  private func ring(_ folder: TemporaryFolder, _ digit: Character = "a") throws -> KeyRing {
    try KeyRing(folder: folder.path, master: Self.master(digit), now: { 1_700_000_000_000 })
  }

  private func isShredded(_ error: KeyRingError?) -> Bool {
    if case .shredded? = error { true } else { false }
  }

  @Test("what was sealed is opened, also after opening the ring anew, and looks different every time")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let first = try ring(folder)
    let subject = first.subject("+1 555 010 0017")
    for count in [0, 1, 15, 16, 200, 70_000] {
      let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      let sealed = try first.seal(text, for: subject, context: Self.context)
      #expect(sealed.count == count + 37)
      #expect(try first.seal(text, for: subject, context: Self.context) != sealed)
      #expect(try ring(folder).open(sealed, context: Self.context) == text)
    }
    #expect(first.keyCount == 1)
  }

  @Test("the key file holds no number, and only its owner reads it")
  func discretion() throws {
    let folder = try TemporaryFolder()
    let ring = try ring(folder)
    try ring.prepare([ring.subject("+15550100017")])
    #expect(!String(decoding: try folder.bytes("keys"), as: UTF8.self).contains("5550100017"))
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/keys")[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test("a record in another place, or with any bit changed, is corrupt")
  func tampering() throws {
    let folder = try TemporaryFolder()
    let ring = try ring(folder)
    let sealed = try ring.seal(Array("hello".utf8), for: ring.subject("1"), context: Self.context)
    for context in [
      SealContext(callHigh: 0, callLow: 2, sequence: 3), SealContext(callHigh: 1, callLow: 3, sequence: 3),
      SealContext(callHigh: 1, callLow: 2, sequence: 4),
    ] {
      #expect(Self.failure { try ring.open(sealed, context: context) } == .corrupt("a record"))
    }
    for bit in 0..<sealed.count * 8 {
      var changed = sealed
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      // The version byte may become 0, which says that nothing is sealed: then the text is not what it was.
      let opened = try? ring.open(changed, context: Self.context)
      #expect(opened != Array("hello".utf8), "bit \(bit)")
      #expect(opened == nil || bit == 0, "bit \(bit)")
    }
    for count in 0..<sealed.count {
      #expect((try? ring.open(Array(sealed.prefix(count)), context: Self.context)) == nil)
    }
  }

  @Test("a shredded subject's records stay unreadable; new ones get a fresh key; nobody else notices")
  func shredding() throws {
    let folder = try TemporaryFolder()
    let ring = try ring(folder)
    let (jane, joe) = (ring.subject("+15550100017"), ring.subject("+15550100018"))
    let old = try ring.seal([1], for: jane, context: Self.context)
    let other = try ring.seal([2], for: joe, context: Self.context)
    let before = String(decoding: try folder.bytes("keys"), as: UTF8.self)
    let wrapped = try #require(
      before.split(separator: "\n").first { $0.contains(jane.description) }?.split(separator: " ").dropFirst(
        4
      ).first)

    let stones = try ring.shred(jane)
    #expect(stones.map(\.subject) == [jane])
    #expect(stones.map(\.atMilliseconds) == [1_700_000_000_000])
    #expect(!String(decoding: try folder.bytes("keys"), as: UTF8.self).contains(wrapped))
    #expect(isShredded(Self.failure { try ring.open(old, context: Self.context) }))
    #expect(try ring.open(other, context: Self.context) == [2])
    #expect(try ring.shred(jane) == [])

    let new = try ring.seal([3], for: jane, context: Self.context)
    for ring in [ring, try self.ring(folder)] {
      #expect(isShredded(Self.failure { try ring.open(old, context: Self.context) }))
      #expect(try ring.open(new, context: Self.context) == [3])
      #expect(try ring.open(other, context: Self.context) == [2])
      #expect(ring.tombstones == stones)
    }
    // And a second time.
    #expect(try ring.shred(jane).count == 1)
    #expect(isShredded(Self.failure { try ring.open(new, context: Self.context) }))
  }

  @Test("a crash between the overwriting and the copy leaves the key destroyed")
  func crashedShred() throws {
    let folder = try TemporaryFolder()
    let ring = try ring(folder)
    let jane = ring.subject("+15550100017")
    let old = try ring.seal([1], for: jane, context: Self.context)
    // A folder in the place of the copy: the file cannot be written anew.
    try FileManager.default.createDirectory(
      atPath: folder.path + "/keys.new", withIntermediateDirectories: true)
    let error = Self.failure { try ring.shred(jane) }
    guard case .file? = error else {
      Issue.record("not refused by the disk")
      return
    }
    for ring in [ring, try self.ring(folder)] {
      #expect(isShredded(Self.failure { try ring.open(old, context: Self.context) }))
    }
  }

  @Test("another ring on the same folder learns of new and of destroyed keys")
  func twoRings() throws {
    let folder = try TemporaryFolder()
    let (engine, command) = (try ring(folder), try ring(folder))
    let jane = engine.subject("+15550100017")
    #expect(command.subject("(555) 010-0017") == jane)
    let old = try engine.seal([1], for: jane, context: Self.context)
    #expect(try command.open(old, context: Self.context) == [1])
    #expect(try command.shred(jane).count == 1)
    Thread.sleep(forTimeInterval: Double(KeyRing.noticeMilliseconds) / 1000 + 0.05)
    #expect(isShredded(Self.failure { try engine.open(old, context: Self.context) }))
    let new = try engine.seal([2], for: jane, context: Self.context)
    #expect(try ring(folder).open(new, context: Self.context) == [2])
    #expect(engine.keyCount == 1)
  }

  @Test("tombstones are told to a ring from an older backup")
  func restored() throws {
    let folder = try TemporaryFolder()
    let ring = try ring(folder)
    let jane = ring.subject("+15550100017")
    let old = try ring.seal([1], for: jane, context: Self.context)
    let backup = try folder.bytes("keys")
    let stones = try ring.shred(jane)
    try folder.write(backup, to: "keys")
    let restored = try self.ring(folder)
    #expect(try restored.open(old, context: Self.context) == [1])
    #expect(try restored.bury(stones) == stones)
    #expect(isShredded(Self.failure { try restored.open(old, context: Self.context) }))
    #expect(try restored.bury(stones) == [])
  }

  @Test("with a new master key everything is still read, and the old one opens nothing")
  func rewrapping() throws {
    let folder = try TemporaryFolder()
    let old = try ring(folder)
    let (jane, joe) = (old.subject("+15550100017"), old.subject("+15550100018"))
    let sealed = try old.seal([1], for: jane, context: Self.context)
    try old.prepare([joe])
    let stones = try old.shred(joe)
    try old.rewrap(with: Self.master("b"))
    #expect(
      Self.failure {
        try KeyRing(folder: folder.path, master: MasterKey(Self.hex))
      }
        == .wrongMasterKey(file: folder.path + "/keys"))
    let new = try ring(folder, "b")
    #expect(try new.open(sealed, context: Self.context) == [1])
    #expect(new.subject("+15550100017") == jane)
    #expect(new.tombstones == stones)
  }

  @Test("another installation's records are of a wrong key")
  func foreign() throws {
    let (here, there) = (try TemporaryFolder(), try TemporaryFolder())
    let (ring, other) = (try ring(here), try ring(there))
    let sealed = try other.seal([1], for: other.subject("1"), context: Self.context)
    #expect(ring.subject("1") != other.subject("1"))
    let key = try #require(other.keyID(of: other.subject("1")))
    #expect(Self.failure { try ring.open(sealed, context: Self.context) } == .wrongKey(key))
  }

  @Test("a torn end of the key file is cut, whatever its length; a damaged line is told")
  func tornFile() throws {
    let folder = try TemporaryFolder()
    let ring = try ring(folder)
    let sealed = try ring.seal([1], for: ring.subject("100"), context: Self.context)
    let one = try folder.bytes("keys")
    let later = try ring.seal([2], for: ring.subject("200"), context: Self.context)
    let two = try folder.bytes("keys")
    for count in stride(from: one.count, to: two.count, by: 7) {
      try folder.write(two.prefix(count), to: "keys")
      let torn = try self.ring(folder)
      #expect(try torn.open(sealed, context: Self.context) == [1])
      #expect((try? torn.open(later, context: Self.context)) == nil)
      let fresh = try torn.seal([3], for: torn.subject("300"), context: Self.context)
      #expect(try self.ring(folder).open(fresh, context: Self.context) == [3])
      #expect(try self.ring(folder).damagedLines == [])
    }
    var damaged = two
    damaged[one.count - 40] ^= 1
    try folder.write(damaged, to: "keys")
    let ill = try self.ring(folder)
    #expect(ill.damagedLines == [3])
    #expect(try ill.open(later, context: Self.context) == [2])
    guard case .wrongKey? = Self.failure({ try ill.open(sealed, context: Self.context) }) else {
      Issue.record("a damaged line gave a key")
      return
    }
  }

  @Test("any bit changed in the key file is noticed or harmless", arguments: 0..<4)
  func damagedFile(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let first = try ring(folder)
    let sealed = try first.seal([1], for: first.subject("100"), context: Self.context)
    let good = try folder.bytes("keys")
    for _ in 0..<100 {
      var bad = good
      bad[Int.random(in: bad.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      try folder.write(bad, to: "keys")
      guard let ring = try? ring(folder) else { continue }
      let opened = try? ring.open(sealed, context: Self.context)
      #expect(opened == nil || opened == [1])
    }
  }

  @Test("a plain ring passes bytes through and can destroy nothing")
  func plain() throws {
    let folder = try TemporaryFolder()
    let plain = try KeyRing(folder: folder.path, master: nil)
    let subject = plain.subject("+15550100017")
    let kept = try plain.seal([7, 8], for: subject, context: Self.context)
    #expect(kept == [0, 7, 8])
    #expect(try plain.open(kept, context: Self.context) == [7, 8])
    #expect(!plain.isSealing)
    guard case .keyNeeded? = Self.failure({ try plain.shred(subject) }) else {
      Issue.record("a plain ring shredded")
      return
    }
    // Later with a key: the old bytes are still read, and without it nothing more.
    let ring = try ring(folder)
    #expect(try ring.open(kept, context: Self.context) == [7, 8])
    let sealed = try ring.seal([9], for: ring.subject("1"), context: Self.context)
    #expect(Self.failure { try plain.open(sealed, context: Self.context) } == .keyNeeded("a record"))
    #expect(
      Self.failure { try KeyRing(folder: folder.path, master: nil) }
        == .keyNeeded(folder.path + "/keys"))
  }

  @Test("a folder that is not there, a foreign file and a later format are told apart")
  func badFolders() throws {
    let folder = try TemporaryFolder()
    guard
      case .file("open", _, _)? = Self.failure({
        try KeyRing(folder: folder.path + "/none", master: MasterKey(Self.hex))
      })
    else {
      Issue.record("a ring in no folder")
      return
    }
    for text in ["", "hello", "hello\n", "starling-keys x\n", "starling-keys 1\n"] {
      try folder.write(text.utf8, to: "keys")
      #expect(
        Self.failure {
          try KeyRing(folder: folder.path, master: MasterKey(Self.hex))
        } == .notAKeyFile(folder.path + "/keys"), "\(text)")
    }
    try folder.write("starling-keys 2\n".utf8, to: "keys")
    #expect(
      Self.failure {
        try KeyRing(folder: folder.path, master: MasterKey(Self.hex))
      } == .newerVersion(of: folder.path + "/keys", version: 2, supported: 1))
  }

  @Test("many threads seal, make and destroy keys at once, and every record is whole or shredded")
  func threads() async throws {
    let folder = try TemporaryFolder()
    let ring = try ring(folder)
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(thread))
          for step in 0..<100 {
            let subject = ring.subject("+1555010\(1000 + Int.random(in: 0..<10, using: &random))")
            let context = SealContext(callHigh: 1, callLow: UInt64(thread), sequence: UInt64(step))
            do throws(KeyRingError) {
              if step % 20 == 19 { _ = try ring.shred(subject) }
              let sealed = try ring.seal([UInt8(thread)], for: subject, context: context)
              #expect(try ring.open(sealed, context: context) == [UInt8(thread)])
            } catch {
              guard case .shredded = error else {
                Issue.record("\(error)")
                continue
              }
            }
          }
        }
      }
    }
    #expect(ring.keyCount <= 10)
    #expect(try self.ring(folder).tombstones.count == ring.tombstones.count)
  }
}

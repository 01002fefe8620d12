internal import Crypto
internal import Foundation
internal import Glibc
internal import Redaction
internal import Synchronization

/// Keys by person. What a person's key sealed becomes unreadable everywhere, backups included, once the key is shredded.
///
/// Any thread may call it. Without a master key the ring is plain: it seals nothing, and erasing a person means removing
/// or rewriting their data.
public final class KeyRing: Sendable {
  private let file: KeyFile
  private let secrets: Secrets?
  private let now: @Sendable () -> Int64
  /// Nil in a plain ring.
  private let state: Mutex<State?>
  /// Held while the key file is changed, so that sealing with known keys goes on meanwhile.
  private let changing = Mutex(())

  private struct State {
    var table: KeyTable
    var checkedAtNanoseconds: UInt64
    var nonces = NoncePool()
  }

  /// What the master key opens.
  private struct Secrets {
    var master: MasterKey
    var subjects: SymmetricKey
    var receipts: SymmetricKey
  }

  /// Another process's change of the key file is noticed this much later at most.
  public static let noticeMilliseconds = 100

  /// Opens the folder's ring, or makes one there when a master key is given.
  ///
  /// - Parameters:
  ///   - folder: the data folder; it must be there.
  ///   - master: nil for a plain ring; refused when the folder already has keys.
  ///   - now: milliseconds since 1970, for the dates of keys and tombstones.
  public init(
    folder: String, master: MasterKey?, now: @escaping @Sendable () -> Int64 = KeyRing.wallClock
  ) throws(KeyRingError) {
    let file = KeyFile(folder: folder)
    self.file = file
    self.now = now
    guard let master else {
      if FileStamp(path: file.path) != nil { throw .keyNeeded(file.path) }
      secrets = nil
      state = Mutex(nil)
      return
    }
    let contents = try file.locked { () throws(KeyRingError) in
      if let contents = try file.read() { return contents }
      let root = KeyWrapping.wrap(SymmetricKey(size: .bits256), with: master, label: KeyWrapping.rootLabel)
      try file.replace(with: [.root(wrapped: root)])
      guard let contents = try file.read() else { throw .notAKeyFile(file.path) }
      return contents
    }
    let table = KeyTable(contents)
    guard let root = KeyWrapping.unwrap(table.root, with: master, label: KeyWrapping.rootLabel) else {
      throw table.root.isEmpty ? .notAKeyFile(file.path) : .wrongMasterKey(file: file.path)
    }
    secrets = Secrets(
      master: master, subjects: KeyWrapping.derived("subjects", from: root),
      receipts: KeyWrapping.derived("receipts", from: root))
    state = Mutex(State(table: table, checkedAtNanoseconds: Self.monotonic()))
  }

  public static let wallClock: @Sendable () -> Int64 = {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// False in a plain ring.
  public var isSealing: Bool { secrets != nil }

  /// Lines of the key file that could not be read, from 1. They stay until the file is written anew, and are gone then.
  public var damagedLines: [Int] { state.withLock { $0?.table.damaged ?? [] } }

  /// Living keys.
  public var keyCount: Int { state.withLock { $0?.table.keys.count ?? 0 } }

  /// What was destroyed, to be told to a ring that comes from an older backup.
  public var tombstones: [Tombstone] { state.withLock { $0.map { Array($0.table.tombstones.values) } ?? [] } }

  /// In a plain ring the hash has no key, and whoever tries every number finds the number.
  public func subject(_ number: String) -> SubjectID {
    let text = Array(SubjectAddress.normalised(number).utf8)
    guard let secrets else { return SubjectID(SHA256.hash(data: Array("starling subject ".utf8) + text)) }
    return SubjectID(HMAC<SHA256>.authenticationCode(for: text, using: secrets.subjects))
  }

  // MARK: - Sealing

  /// Version, key, nonce, ciphertext and tag: 37 bytes more than was given. In a plain ring, one more: the version 0.
  ///
  /// A subject's first seal makes the key and waits for the disk; ``prepare(_:)`` does so beforehand.
  public func seal(
    _ bytes: [UInt8], for subject: SubjectID, context: SealContext
  ) throws(KeyRingError) -> [UInt8] {
    guard isSealing else { return [SealedBytes.plain] + bytes }
    let (id, key) = try currentKey(of: subject)
    let nonce = state.withLock { $0?.nonces.next() }
    return SealedBytes.seal(bytes, with: key, id: id, nonce: nonce, context: context)
  }

  /// - Throws: `.shredded`, `.wrongKey` or `.corrupt`; `.keyNeeded` from a plain ring.
  public func open(_ sealed: [UInt8], context: SealContext) throws(KeyRingError) -> [UInt8] {
    guard let version = sealed.first else { throw .corrupt("an empty record") }
    if version == SealedBytes.plain { return Array(sealed.dropFirst()) }
    let id = try SealedBytes.keyID(of: sealed)
    guard isSealing else { throw .keyNeeded("a record") }
    return try SealedBytes.open(sealed, with: try key(id), context: context)
  }

  /// Makes the keys that are missing, all with one write, so that sealing need not wait for the disk.
  public func prepare(_ subjects: some Collection<SubjectID>) throws(KeyRingError) {
    guard isSealing else { return }
    try refresh()
    let missing = state.withLock { state in subjects.filter { state?.table.current[$0] == nil } }
    if !missing.isEmpty { try makeKeys(of: missing) }
  }

  /// The id of the key that seals for a subject now; nil when there is none.
  public func keyID(of subject: SubjectID) -> UInt64? { state.withLock { $0?.table.current[subject] } }

  func currentKey(of subject: SubjectID) throws(KeyRingError) -> (UInt64, SymmetricKey) {
    try refresh()
    while true {
      if let id = keyID(of: subject) {
        // Shredded in between: the next one is fresh.
        do { return (id, try key(id)) } catch .shredded { continue }
      }
      try makeKeys(of: [subject])
    }
  }

  func key(_ id: UInt64) throws(KeyRingError) -> SymmetricKey {
    try refresh()
    do { return try knownKey(id) } catch .wrongKey {
      // Another process may just have made it.
      guard state.withLock({ $0?.table.stamp }) != FileStamp(path: file.path) else { throw .wrongKey(id) }
      try reload()
      return try knownKey(id)
    }
  }

  private func knownKey(_ id: UInt64) throws(KeyRingError) -> SymmetricKey {
    guard let secrets else { throw .keyNeeded(file.path) }
    return try state.withLock { state throws(KeyRingError) in
      if let key = state?.table.cached(id) { return key }
      if let stone = state?.table.tombstones[id] {
        throw .shredded(key: id, atMilliseconds: stone.atMilliseconds)
      }
      guard let entry = state?.table.keys[id] else { throw .wrongKey(id) }
      let label = KeyWrapping.label(id, entry.subject)
      guard let key = KeyWrapping.unwrap(entry.wrapped, with: secrets.master, label: label) else {
        throw .corrupt("key \(String(id, radix: 16)) in \(file.path)")
      }
      state?.table.remember(key, as: id)
      return key
    }
  }

  private func makeKeys(of subjects: [SubjectID]) throws(KeyRingError) {
    guard let secrets else { throw .keyNeeded(file.path) }
    try change { () throws(KeyRingError) in
      guard var end = state.withLock({ $0?.table.end }) else { return }
      var made: [SubjectID: (id: UInt64, key: SymmetricKey, entry: KeyTable.Entry)] = [:]
      var lines: [KeyLine] = []
      for subject in subjects where keyID(of: subject) == nil && made[subject] == nil {
        let id = UInt64.random(in: 1...UInt64.max)
        let key = SymmetricKey(size: .bits256)
        let wrapped = KeyWrapping.wrap(key, with: secrets.master, label: KeyWrapping.label(id, subject))
        let time = now()
        let line = KeyLine.key(id: id, subject: subject, madeAtMilliseconds: time, wrapped: wrapped)
        let range = end..<end + line.text().count
        end = range.upperBound
        lines.append(line)
        made[subject] = (
          id, key, .init(subject: subject, madeAtMilliseconds: time, wrapped: wrapped, range: range)
        )
      }
      guard let start = made.values.map(\.entry.range.lowerBound).min() else { return }
      let stamp = try file.append(lines, at: start)
      state.withLock { state in
        for (id, key, entry) in made.values.sorted(by: {
          $0.entry.range.lowerBound < $1.entry.range.lowerBound
        }) {
          state?.table.add(id, entry, stamp: stamp)
          state?.table.remember(key, as: id)
        }
      }
    }
  }

  // MARK: - Destroying

  /// Destroys the subject's key and answers what it was; empty when there is none. What is sealed for the subject
  /// afterwards has a fresh key.
  ///
  /// - Throws: `.keyNeeded` in a plain ring, which has nothing to destroy. After `.file` the key may be gone already;
  ///   do it again.
  public func shred(_ subject: SubjectID) throws(KeyRingError) -> [Tombstone] {
    try bury { table in
      table.keys.filter { $0.value.subject == subject }.map { id, _ in
        Tombstone(key: id, subject: subject, atMilliseconds: now())
      }
    }
  }

  /// Destroys the keys that another copy of this ring had destroyed: after a restore, those of the ring that was there
  /// before. Answers those that were alive here.
  public func bury(_ stones: [Tombstone]) throws(KeyRingError) -> [Tombstone] {
    try bury { table in stones.filter { table.tombstones[$0.key] == nil } }
  }

  private func bury(_ choose: (KeyTable) -> [Tombstone]) throws(KeyRingError) -> [Tombstone] {
    guard isSealing else { throw .keyNeeded("a person's data is not; nothing that could be shredded") }
    return try change { () throws(KeyRingError) in
      guard let table = state.withLock({ $0?.table }) else { return [] }
      let stones = choose(table)
      guard !stones.isEmpty else { return [] }
      let alive = stones.filter { table.keys[$0.key] != nil }
      var places: [(Range<Int>, with: KeyLine)] = []
      for stone in alive {
        if let entry = table.keys[stone.key] { places.append((entry.range, .tombstone(stone))) }
      }
      try file.overwrite(places)
      // From here on the key is gone, whatever happens to the copy.
      try reload()
      let rest = state.withLock { $0?.table.lines() } ?? []
      let buried = stones.filter { table.keys[$0.key] == nil }.map { KeyLine.tombstone($0) }
      try file.replace(with: rest + buried)
      try reload()
      return alive
    }
  }

  // MARK: - A new master key

  /// Wraps every key with another master key. This ring is of no use afterwards; open it anew.
  public func rewrap(with master: MasterKey) throws(KeyRingError) {
    guard let secrets else { throw .keyNeeded(file.path) }
    try change { () throws(KeyRingError) in
      let lines = state.withLock { $0?.table.lines() } ?? []
      var wrapped: [KeyLine] = []
      wrapped.reserveCapacity(lines.count)
      for line in lines {
        switch line {
        case .tombstone: wrapped.append(line)
        case .root(let bytes):
          guard let root = KeyWrapping.unwrap(bytes, with: secrets.master, label: KeyWrapping.rootLabel)
          else {
            throw KeyRingError.wrongMasterKey(file: file.path)
          }
          wrapped.append(.root(wrapped: KeyWrapping.wrap(root, with: master, label: KeyWrapping.rootLabel)))
        case .key(let id, let subject, let time, let bytes):
          let label = KeyWrapping.label(id, subject)
          guard let key = KeyWrapping.unwrap(bytes, with: secrets.master, label: label) else {
            throw .corrupt("key \(String(id, radix: 16)) in \(file.path)")
          }
          wrapped.append(
            .key(
              id: id, subject: subject, madeAtMilliseconds: time,
              wrapped: KeyWrapping.wrap(key, with: master, label: label)
            ))
        }
      }
      try file.replace(with: wrapped)
    }
  }

  // MARK: - Receipts

  /// Nil in a plain ring.
  func signature(of bytes: [UInt8]) -> [UInt8]? {
    secrets.map { Array(HMAC<SHA256>.authenticationCode(for: bytes, using: $0.receipts)) }
  }

  func isSignature(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
    guard let secrets else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: bytes, using: secrets.receipts)
  }

  // MARK: - The file

  /// Runs with the file as it is now and nobody else changing it.
  private func change<Value: Sendable>(
    _ body: () throws(KeyRingError) -> Value
  ) throws(KeyRingError) -> Value {
    try changing.withLock { _ throws(KeyRingError) in
      try file.locked { () throws(KeyRingError) in
        if FileStamp(path: file.path) != state.withLock({ $0?.table.stamp }) { try reload() }
        return try body()
      }
    }
  }

  /// Sees now and then whether another process changed the file.
  private func refresh() throws(KeyRingError) {
    let now = Self.monotonic()
    let stamp: FileStamp? = state.withLock { state in
      guard let checked = state?.checkedAtNanoseconds,
        now &- checked > UInt64(Self.noticeMilliseconds) * 1_000_000
      else { return nil }
      state?.checkedAtNanoseconds = now
      return state?.table.stamp
    }
    guard let stamp, stamp != FileStamp(path: file.path) else { return }
    try reload()
  }

  private func reload() throws(KeyRingError) {
    guard let secrets else { return }
    guard let contents = try file.read() else { throw .notAKeyFile(file.path) }
    let table = KeyTable(contents)
    guard KeyWrapping.unwrap(table.root, with: secrets.master, label: KeyWrapping.rootLabel) != nil else {
      throw .wrongMasterKey(file: file.path)
    }
    state.withLock { $0?.table = table }
  }

  private static func monotonic() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

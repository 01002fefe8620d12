internal import Audio
public import KeyRing
internal import Redaction

/// Carries out erasures, in the process that holds the journal. One thread at a time.
///
/// In this order, each step noted before the next, so that a crash anywhere is gone on from:
/// 1. what was appended is settled in the database, so that nothing of the person is on its way in memory;
/// 2. the person's key is destroyed: journal, recordings and backups of them are unreadable from here on;
/// 3. what was read with the key before is settled as well;
/// 4. calls and files are looked up and noted;
/// 5. the database forgets them, 6. files are removed, 7. the journal's segments are, which holds without keys too;
/// 8. the receipt is written and the request, with its number, removed.
public struct Erasure: Sendable {
  private let data: String
  private let inbox: ErasureInbox
  private let ring: KeyRing
  private let store: any SubjectStore
  private let site: any ErasureSite
  private let now: @Sendable () -> Int64

  /// - Parameter now: milliseconds since 1970.
  public init(
    dataFolder: String, ring: KeyRing, store: any SubjectStore, site: any ErasureSite,
    now: @escaping @Sendable () -> Int64 = KeyRing.wallClock
  ) {
    data = dataFolder
    inbox = ErasureInbox(dataFolder: dataFolder)
    self.ring = ring
    self.store = store
    self.site = site
    self.now = now
  }

  /// Erases what is there of the person until now. A call that is going on goes on, and what follows of it is kept.
  ///
  /// - Throws: what stands in the way; the request stays and can be carried out later.
  public func carryOut(_ request: ErasureRequest) throws(PrivacyError) -> ErasureReceipt {
    var request = request
    let subject = try request.subject()
    let person = ring.subject(subject.text)
    guard site.settle() else { throw .unsettled }
    try shred(person, &request)
    guard site.settle() else { throw .unsettled }
    let calls = try asked { try store.calls(of: subject) }
    request.plan(calls: calls.map(\.description), names: try names(), sealed: try sealed(request))
    try inbox.save(request)
    if request.stage < .storeErased {
      let ids = request.calls.compactMap { CallID($0) }
      request.rows = try asked { try store.erase(subject, calls: ids) }
      request.stage = .storeErased
      try inbox.save(request)
    }
    for file in request.files { _ = try PlainFolder(path: data).remove(file) }
    for folder in ErasureRequest.folders { try PlainFolder(path: "\(data)/\(folder)").sync() }
    request.stage = .filesRemoved
    try inbox.save(request)
    let receipt = receipt(request, person, journalFiles: try clearJournal())
    try inbox.finish(request, with: receipt)
    return receipt
  }

  private func shred(_ person: SubjectID, _ request: inout ErasureRequest) throws(PrivacyError) {
    guard ring.isSealing, request.stage < .planned else { return }
    if let key = ring.keyID(of: person) {
      request.keys = Set(request.keys).union([String(key, radix: 16)]).sorted()
      try inbox.save(request)
    }
    do throws(KeyRingError) { _ = try ring.shred(person) } catch { throw .ring(error) }
  }

  private func names() throws(PrivacyError) -> [String: [String]] {
    var names: [String: [String]] = [:]
    for folder in ErasureRequest.folders {
      names[folder] = try PlainFolder(path: "\(data)/\(folder)").names()
    }
    return names
  }

  /// Recordings that one of the destroyed keys had sealed: found even when the database does not know them.
  private func sealed(_ request: ErasureRequest) throws(PrivacyError) -> [String] {
    let gone = Set(request.keys)
    guard !gone.isEmpty else { return [] }
    return try PlainFolder(path: "\(data)/recordings").names().filter { name in
      do throws(KeyRingError) {
        _ = try EncryptedFileReader(
          path: "\(data)/recordings/\(name)", ring: ring,
          context: SealContext(callHigh: 0, callLow: 0, sequence: 0))
        return false
      } catch .shredded(let key, _) {
        return gone.contains(String(key, radix: 16))
      } catch {
        return false
      }
    }.map { "recordings/\($0)" }
  }

  private func clearJournal() throws(PrivacyError) -> Int {
    let count: Int?
    do { count = try site.clearJournal() } catch { throw .journal("\(error)") }
    guard let count else { throw .unsettled }
    return count
  }

  private func asked<Value>(_ body: () throws -> Value) throws(PrivacyError) -> Value {
    do { return try body() } catch { throw .store("\(error)") }
  }

  private func receipt(
    _ request: ErasureRequest, _ person: SubjectID, journalFiles: Int
  ) -> ErasureReceipt {
    let gone = Set(request.keys)
    let stones = ring.tombstones.filter { gone.contains(String($0.key, radix: 16)) }
    let rows = request.rows.sorted { $0.key < $1.key }.map {
      ErasureReceipt.Removal(store: "database", what: $0.key, count: $0.value)
    }
    let files = ErasureRequest.folders.map { folder in
      ErasureReceipt.Removal(
        store: folder, what: "files", count: request.files.count { $0.hasPrefix("\(folder)/") })
    }
    return ErasureReceipt(
      subject: person, erasedAtMilliseconds: now(),
      removed: [.init(store: "all", what: "calls", count: request.calls.count)] + rows + files
        + [.init(store: "journal", what: "files", count: journalFiles)],
      shredded: stones, ring: ring)
  }
}

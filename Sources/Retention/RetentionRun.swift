internal import Audio
public import Records

/// Goes once through everything that has been kept for long enough, and removes it in small batches.
///
/// Files go before the row that names them, so that a crash between leaves a name and no file, and the next run ends it.
public struct RetentionRun {
  public struct Limits: Sendable {
    /// Calls in a transaction, 1 to 10 000. On a small machine 200 of twenty segments hold a SQLite writer for about
    /// 30 ms.
    public var batch = 200
    /// Called between two batches; false ends the run.
    public var pause: @Sendable () -> Bool = { true }

    public init() {}
  }

  private let policy: RetentionPolicy
  private let store: any RecordStore
  private let folders: RetentionFolders
  private let limits: Limits

  public init(
    _ policy: RetentionPolicy, store: any RecordStore, folders: RetentionFolders, limits: Limits = Limits()
  ) {
    self.policy = policy
    self.store = store
    self.folders = folders
    self.limits = limits
  }

  /// - Parameters:
  ///   - nowMs: milliseconds since 1970.
  ///   - removed: called after each batch with its kind and the number of calls or files.
  ///   - failed: called for a file that cannot be removed; its call is left alone until the next run.
  public func remove(
    nowMs: Int64, removed: (RetainedKind, Int) -> Void, failed: (String) -> Void
  ) throws(StoreError) {
    for kind in RetainedKind.allCases {
      if let time = policy.milliseconds[kind] {
        guard limits.pause() else { return }
        let dropped = try store.dropExpired(kind, beforeMs: nowMs - time)
        if dropped > 0 { removed(kind, dropped) }
        guard try removeRows(kind, nowMs - time, removed, failed) else { return }
      }
      if let time = fileTime(kind) {
        guard removeFiles(kind, nowMs - time, removed, failed) else { return }
      }
    }
  }

  /// What `remove` would remove now; nothing is changed.
  public func count(nowMs: Int64) throws(StoreError) -> [RetainedKind: Int] {
    var counts: [RetainedKind: Int] = [:]
    var known: Set<String> = []
    // Of a call that goes as a whole, nothing else is counted.
    var lastCall: CallID?
    for kind in RetainedKind.allCases {
      if let time = policy.milliseconds[kind] {
        counts[kind] = 0
        var last = lastCall
        while true {
          let page = try store.expired(kind, beforeMs: nowMs - time, after: last, limit: limits.batch)
          guard let end = page.last else { break }
          last = end.id
          counts[kind, default: 0] += page.count
          known.formUnion(page.compactMap { $0.recordingPath.map(Self.name) })
        }
        if kind == .calls { lastCall = last }
      }
      if let time = fileTime(kind), let files = folders.files(of: kind) {
        let paths = files.expired(beforeMs: nowMs - time, after: nil, limit: .max)
        counts[kind, default: 0] += paths.count(where: { !known.contains(Self.name($0)) })
      }
    }
    return counts
  }

  /// Files go with their call at the latest; nil for kinds that are none, and those that stay.
  private func fileTime(_ kind: RetainedKind) -> Int64? {
    guard folders.files(of: kind) != nil else { return nil }
    return [policy.milliseconds[kind], policy.milliseconds[.calls]].compactMap { $0 }.min()
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  // MARK: Batches

  /// False when the run is to end.
  private func removeRows(
    _ kind: RetainedKind, _ beforeMs: Int64, _ removed: (RetainedKind, Int) -> Void,
    _ failed: (String) -> Void
  ) throws(StoreError) -> Bool {
    var page = try store.expired(kind, beforeMs: beforeMs, after: nil, limit: limits.batch)
    while let last = page.last {
      let ready = page.filter { call in
        guard kind == .calls || kind == .recordings, let path = call.recordingPath else { return true }
        if RetentionFiles.remove(folders.place(of: path)) { return true }
        failed(path)
        return false
      }
      try store.expire(kind, of: ready.map(\.id))
      if !ready.isEmpty { removed(kind, ready.count) }
      guard limits.pause() else { return false }
      page = try store.expired(kind, beforeMs: beforeMs, after: last.id, limit: limits.batch)
    }
    return true
  }

  /// Files that no row names (any more), and kinds that are files only.
  private func removeFiles(
    _ kind: RetainedKind, _ beforeMs: Int64, _ removed: (RetainedKind, Int) -> Void,
    _ failed: (String) -> Void
  ) -> Bool {
    guard let files = folders.files(of: kind) else { return true }
    var page = files.expired(beforeMs: beforeMs, after: nil, limit: limits.batch)
    while let last = page.last {
      var count = 0
      for path in page {
        if RetentionFiles.remove(path) { count += 1 } else { failed(path) }
      }
      if count > 0 { removed(kind, count) }
      guard limits.pause() else { return false }
      page = files.expired(beforeMs: beforeMs, after: last, limit: limits.batch)
    }
    return true
  }
}

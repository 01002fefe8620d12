/// Keeps a journal's segments readable while its writer goes on and removes them: for a backup. Writes nothing.
///
/// Open files outlive their names. What is created and removed between two calls of `refresh` is missed; a writer keeps
/// a segment until two later ones are there and the store has all of it, so once a second is more than enough. One
/// thread at a time.
public final class JournalHold {
  private let files: any JournalFiles
  private var held: [UInt64: any JournalFile] = [:]

  public init(files: any JournalFiles) throws(JournalError) {
    self.files = files
    try refresh()
  }

  /// Opens what has come.
  public func refresh() throws(JournalError) {
    for first in SegmentName.all(in: try files.names()) where held[first] == nil {
      do throws(JournalError) {
        held[first] = try files.open(SegmentName.of(first), .read)
      } catch {
        // Removed since the names were read.
        if try files.names().contains(SegmentName.of(first)) { throw error }
      }
    }
  }

  /// What is needed to go on behind a record: every segment that can hold a later one, and the last in any case, since
  /// it says which journal this is. Nil when there are none.
  public func contents(after number: UInt64) throws(JournalError) -> JournalContents? {
    // First how far it is durable, then what there is: nothing durable is missing.
    let durable = mark()
    try refresh()
    let segments = held.keys.sorted()
    guard let last = segments.last else { return nil }
    let needed = zip(segments, segments.dropFirst()).filter { $0.1 - 1 > number }.map(\.0) + [last]
    let identity = try JournalIdentity.ofSegments([last], in: files) ?? durable?.journal
    return JournalContents(
      identity: identity?.description, durableNumber: durable?.number ?? 0,
      segments: needed.compactMap { first in held[first].map { (name: SegmentName.of(first), file: $0) } },
      mark: identity.map { identity in
        DurableMark.head(identity)
          + (durable?.number.map { DurableMark.tail(identity, number: $0) } ?? [])
      } ?? [])
  }

  /// It is not whole while it is being written, which is a matter of microseconds.
  private func mark() -> DurableMark? {
    for _ in 0..<100 {
      guard let mark = DurableMark.read(files) else { return nil }
      if mark.number != nil { return mark }
    }
    return DurableMark.read(files)
  }
}

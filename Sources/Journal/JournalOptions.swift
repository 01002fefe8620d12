/// Sizes and times of a journal. What is out of range is moved into it.
public struct JournalOptions: Sendable {
  /// Milliseconds between two syncs, 0 to 60 000; 0 syncs every group. The durability window is this long, plus one
  /// write and sync.
  public var syncInterval = 20
  /// Bytes after which a segment is closed and the next begun, 4 KiB to 1 GiB.
  public var segmentBytes = 64 << 20
  /// Memory for records that are not yet durable, in bytes (payload and 160 for each record), 64 KiB to 16 GiB.
  public var mostPendingBytes = 128 << 20
  /// Records that may be not yet durable, 1 to 8 million.
  public var mostPendingRecords = 1 << 20
  /// Segments that `removeSegments(before:)` leaves in any case, besides the one being written.
  public var keptSegments = 1
  /// Milliseconds before the first retry after a failure; doubles up to `longestRetry`.
  public var firstRetry = 10
  public var longestRetry = 1_000
  /// The last record number that a reader already has; numbers go on from there even if the files are gone.
  public var lastNumberRead: UInt64 = 0

  public init() {}

  func checked() -> JournalOptions {
    var options = self
    options.syncInterval = min(max(syncInterval, 0), 60_000)
    options.segmentBytes = min(max(segmentBytes, 4 << 10), 1 << 30)
    options.mostPendingBytes = min(max(mostPendingBytes, 64 << 10), 16 << 30)
    options.mostPendingRecords = min(max(mostPendingRecords, 1), 8 << 20)
    options.keptSegments = max(keptSegments, 0)
    options.firstRetry = min(max(firstRetry, 1), 60_000)
    options.longestRetry = min(max(longestRetry, options.firstRetry), 60_000)
    return options
  }
}

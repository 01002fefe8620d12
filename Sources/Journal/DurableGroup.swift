/// Records that one sync made durable together.
public struct DurableGroup: Equatable, Sendable {
  /// The number of its last record, and how many it has.
  public var lastNumber: UInt64
  public var count: Int
  /// When the first of them was appended, in monotonic nanoseconds.
  public var firstAppended: Int64

  public init(lastNumber: UInt64, count: Int, firstAppended: Int64) {
    self.lastNumber = lastNumber
    self.count = count
    self.firstAppended = firstAppended
  }
}

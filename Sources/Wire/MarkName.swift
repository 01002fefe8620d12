/// A place in the agent's speech, as the name of a mark: `e3:u12:4200`.
///
/// The epoch is raised with every `clear`. A mark of an older epoch that comes back was flushed, not heard; one of the
/// current epoch says that everything before it has been played.
public struct MarkName: Hashable, Sendable {
  /// How many times playback had been cleared when the mark was sent; 0 or more.
  public var epoch: Int64
  /// Which utterance of the call; 0 or more.
  public var utterance: Int64
  /// Milliseconds of that utterance that precede the mark; 0 or more.
  public var milliseconds: Int64

  @_noAllocation @_noLocks
  public init(epoch: Int64, utterance: Int64, milliseconds: Int64) {
    self.epoch = epoch
    self.utterance = utterance
    self.milliseconds = milliseconds
  }

  /// Reads a name that ``text`` made; `nil` for every other name.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(parsing: bytes.span)
  }

  /// Reads a name's bytes, as ``init(_:)`` does.
  @_noAllocation @_noLocks
  public init?(parsing bytes: borrowing Span<UInt8>) {
    var offset = 0
    guard let epoch = MarkName.field("e", bytes, &offset),
      let utterance = MarkName.field("u", bytes, &offset),
      let milliseconds = DecimalText.number(bytes, offset..<bytes.count)
    else { return nil }
    self.init(epoch: epoch, utterance: utterance, milliseconds: milliseconds)
  }

  /// The name as text.
  public var text: String { "e\(epoch):u\(utterance):\(milliseconds)" }

  /// Bytes of the name.
  public var size: Int {
    @_noAllocation @_noLocks get {
      4 &+ DecimalText.width(of: epoch) &+ DecimalText.width(of: utterance)
        &+ DecimalText.width(of: milliseconds)
    }
  }

  /// Appends the name.
  /// - Returns: `false`, with nothing appended, if there is no room for ``size`` bytes.
  @_noAllocation @_noLocks
  public func append(to output: inout OutputSpan<UInt8>) -> Bool {
    guard output.freeCapacity >= size else { return false }
    output.append(UInt8(ascii: "e"))
    output.append(decimal: epoch)
    output.append(":u")
    output.append(decimal: utterance)
    output.append(UInt8(ascii: ":"))
    output.append(decimal: milliseconds)
    return true
  }

  /// The number between `letter` and a colon at `offset`, which is moved past the colon.
  @_noAllocation @_noLocks
  private static func field(_ letter: Unicode.Scalar, _ bytes: Span<UInt8>, _ offset: inout Int) -> Int64? {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: letter) else { return nil }
    let start = offset &+ 1
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: ":") { end &+= 1 }
    guard end < bytes.count else { return nil }
    offset = end &+ 1
    return DecimalText.number(bytes, start..<end)
  }
}

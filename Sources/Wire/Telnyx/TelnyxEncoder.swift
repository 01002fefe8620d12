/// Writes what the engine sends to the carrier, in the shortest form that is documented.
///
/// Each writer needs the room that the size beside it states, exactly. It returns `false`, with nothing appended,
/// if there is less.
public enum TelnyxEncoder {
  /// Bytes of a media message that carries `payloadBytes` bytes of encoded audio.
  @_noAllocation @_noLocks
  public static func mediaMessageSize(payloadBytes: Int) -> Int {
    mediaHead.utf8CodeUnitCount &+ Base64.encodedSize(payloadBytes) &+ mediaTail.utf8CodeUnitCount
  }

  /// Appends a media message: `payload` is bytes of the stream's codec, 20 ms to 30 s of them, without any header.
  @_noAllocation @_noLocks
  public static func encodeMedia(_ payload: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Bool {
    guard output.freeCapacity >= mediaMessageSize(payloadBytes: payload.count) else { return false }
    output.append(mediaHead)
    guard Base64.encode(payload, into: &output) else { return false }  // there is room, see above
    output.append(mediaTail)
    return true
  }

  /// Bytes of a mark message.
  @_noAllocation @_noLocks
  public static func markMessageSize(_ mark: MarkName) -> Int {
    markHead.utf8CodeUnitCount &+ mark.size &+ markTail.utf8CodeUnitCount
  }

  /// Appends a mark message.
  @_noAllocation @_noLocks
  public static func encodeMark(_ mark: MarkName, into output: inout OutputSpan<UInt8>) -> Bool {
    guard output.freeCapacity >= markMessageSize(mark) else { return false }
    output.append(markHead)
    guard mark.append(to: &output) else { return false }  // there is room, see above
    output.append(markTail)
    return true
  }

  /// Bytes of a mark message with any name, UTF-8.
  @_noAllocation @_noLocks
  public static func markMessageSize(name: Span<UInt8>) -> Int {
    markHead.utf8CodeUnitCount &+ JSONEscaping.size(name) &+ markTail.utf8CodeUnitCount
  }

  /// Appends a mark message with any name, UTF-8.
  @_noAllocation @_noLocks
  public static func encodeMark(name: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Bool {
    guard output.freeCapacity >= markMessageSize(name: name) else { return false }
    output.append(markHead)
    guard JSONEscaping.append(name, to: &output) else { return false }  // there is room, see above
    output.append(markTail)
    return true
  }

  /// Bytes of a clear message.
  public static var clearMessageSize: Int { clear.utf8CodeUnitCount }

  /// Appends a clear message.
  @_noAllocation @_noLocks
  public static func encodeClear(into output: inout OutputSpan<UInt8>) -> Bool {
    guard output.freeCapacity >= clearMessageSize else { return false }
    output.append(clear)
    return true
  }

  // Computed, because a stored one would be made lazily under a lock.
  private static var mediaHead: StaticString { #"{"event":"media","media":{"payload":""# }
  private static var mediaTail: StaticString { #""}}"# }
  private static var markHead: StaticString { #"{"event":"mark","mark":{"name":""# }
  private static var markTail: StaticString { #""}}"# }
  private static var clear: StaticString { #"{"event":"clear"}"# }
}

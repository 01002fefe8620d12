internal import Audio

/// Composes media messages in one buffer that all calls share. What differs from call to call and from frame to
/// frame is four numbers and the stream's id; the payload's base64 was made beforehand.
struct FrameWriter {
  private(set) var message: [UInt8] = []
  private let head = Array(#"{"event":"media","sequence_number":""#.utf8)
  private let chunkHead = Array(#"","media":{"track":"inbound","chunk":""#.utf8)
  private let timestampHead = Array(#"","timestamp":""#.utf8)
  private let payloadHead = Array(#"","payload":""#.utf8)

  init() { message.reserveCapacity(8_192) }

  /// What follows the payload in each message of a stream.
  static func tail(streamID: String) -> [UInt8] {
    // Stream ids are made here and need no escapes.
    Array(#""},"stream_id":"\#(streamID)"}"#.utf8)
  }

  /// - Parameter chunk: from 1; the timestamp is that of the frame's beginning.
  mutating func compose(
    sequence: Int64, chunk: Int64, payload: Range<Int>, of clip: SpeechClip, tail: [UInt8]
  ) {
    message.removeAll(keepingCapacity: true)
    message.append(contentsOf: head)
    append(sequence)
    message.append(contentsOf: chunkHead)
    append(chunk)
    message.append(contentsOf: timestampHead)
    append((chunk - 1) * 20)
    message.append(contentsOf: payloadHead)
    message.append(contentsOf: clip.text[payload])
    message.append(contentsOf: tail)
  }

  /// - Precondition: `number` is not negative.
  private mutating func append(_ number: Int64) {
    var divisor: Int64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      message.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}

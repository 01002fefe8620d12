/// How an event log lies in its file. Numbers are little-endian; a varint has seven bits a byte, lowest first; what
/// may be negative is zigzagged.
///
/// The file begins with `SLOG`, a version (2 bytes) and two zero bytes. Blocks follow, each of a head of nine bytes and
/// its payload:
///
/// | at | bytes | what |
/// |---|---|---|
/// | 0 | 4 | bytes of the payload |
/// | 4 | 4 | CRC-32C of the kind and the payload |
/// | 8 | 1 | kind |
///
/// The first block is the header. Samples have a number, counted from 0, and stand before the entries that name them.
/// A log that was wholly written ends with an end block; one without was cut, by a crash or by a full disk.
enum LogFormat {
  static let magic: [UInt8] = [0x53, 0x4c, 0x4f, 0x47]
  static let version = 1
  static let fileHeadBytes = 8
  static let blockHeadBytes = 9
  static let mostBlockBytes = 16 << 20
  /// Samples of all samples blocks together: 1.6 hours at 8 kHz of synthesis that was not in the cache.
  static let mostSamples = 48 << 20
  static let mostFileBytes = 1 << 30
  static let mostTextBytes = 1 << 20

  enum Block: UInt8 {
    /// JSON of a `LogHeader`.
    case header = 0
    case entries = 1
    case samples = 2
    /// One byte, 1 when entries are missing before it since they found no room.
    case end = 3
  }

  enum Tag: UInt8 {
    case begin = 1
    case drain, settle, settleAlone, deadline, load
    /// A frame whose numbers follow from the last one's, and one that tells them all.
    case nextFrame = 16
    case frame
    case taken = 32
    case line
    case fed
    /// Fed with the last event that was taken.
    case fedTaken
    case sent
  }

  enum EventTag: UInt8 {
    case answered = 1
    case speechStarted, speechEnded, partial, final, recogniserFailed, replyText, replyFlow, replyEndCall
    case replyFinished, replyFailed, synthesisAudio, synthesisFinished, synthesisFailed, markReturned, digit
    case streamReplaced, hungUp, connectionLost, outboundStalled, shutdown, loadChanged, deadline
    case replyDigits, synthesisWords, replyTransfer, replyTool, synthesisSubstituted, budget
  }
}

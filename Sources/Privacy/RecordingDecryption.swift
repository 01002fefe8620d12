public import Audio
public import KeyRing
internal import Recording

/// Makes a WAV file of an encrypted recording.
public enum RecordingDecryption {
  public struct Result: Equatable, Sendable {
    /// Of the WAV file.
    public var bytes: Int
    /// Whether the end was never written: the engine was killed during the call, or is still recording it.
    public var isCut: Bool

    public init(bytes: Int, isCut: Bool) {
      self.bytes = bytes
      self.isCut = isCut
    }
  }

  /// The call that a recording's file name names; nil when it names none.
  public static func call(ofRecording path: String) -> CallID? {
    let name = path.split(separator: "/").last ?? ""
    return CallID(String(name.prefix { $0 != "." }))
  }

  /// - Parameters:
  ///   - output: made for its owner alone; refused when it is there. Nothing is left of it when this fails.
  ///   - call: which it is a recording of; as the file's name says unless given.
  public static func run(
    _ path: String, to output: String, ring: KeyRing, call: CallID? = nil
  ) throws(PrivacyError) -> Result {
    guard let call = call ?? self.call(ofRecording: path) else { throw .noCall(path) }
    var reader: EncryptedFileReader
    do throws(KeyRingError) {
      reader = try EncryptedFileReader(
        path: path, ring: ring, context: SealContext(call, SealContext.recording))
    } catch {
      throw .ring(error)
    }
    let file = try PlainFile(creating: output)
    do throws(PrivacyError) {
      let result = try copy(&reader, path, to: file)
      try file.sync()
      return result
    } catch {
      file.remove()
      throw error
    }
  }

  private static func copy(
    _ reader: inout EncryptedFileReader, _ path: String, to file: borrowing PlainFile
  ) throws(PrivacyError) -> Result {
    var header: [UInt8] = []
    var count = 0
    while let text = try next(&reader) {
      if count == 0 { header = Array(text.prefix(WAVHeader.byteCount)) }
      try file.write(text, at: count)
      count += text.count
    }
    // Whole frames only.
    let data = max(0, count - WAVHeader.byteCount) / 4 * 4
    guard let completed = WAVHeader.completed(header, dataBytes: data) else { throw .noRecording(path) }
    try file.write(completed, at: 0)
    try file.cut(to: WAVHeader.byteCount + data)
    return Result(bytes: WAVHeader.byteCount + data, isCut: reader.ending != .complete)
  }

  private static func next(_ reader: inout EncryptedFileReader) throws(PrivacyError) -> [UInt8]? {
    do throws(KeyRingError) { return try reader.next() } catch { throw .ring(error) }
  }
}

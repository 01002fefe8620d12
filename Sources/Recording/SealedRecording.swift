/// A file that takes a recording's bytes from front to back and lets nobody read them. One thread at a time.
public protocol SealedRecording: AnyObject {
  func append(_ bytes: [UInt8]) throws(RecordingError)
  /// The end of the bytes; without it the file counts as cut off.
  func finish() throws(RecordingError)
}

/// One recording of a `RecordingWriter`.
public struct RecordingID: Hashable, Sendable {
  let number: UInt64
}

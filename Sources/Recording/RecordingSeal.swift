/// How a recording is kept from being read on disk: makes the file that its bytes go to.
public struct RecordingSeal: Sendable {
  /// What is put behind a recording's path.
  public static let suffix = ".enc"

  let open: @Sendable (_ path: String) throws(RecordingError) -> any SealedRecording

  /// - Parameter open: called once, on the writer's thread; replaces nothing that is there.
  public init(open: @escaping @Sendable (_ path: String) throws(RecordingError) -> any SealedRecording) {
    self.open = open
  }
}

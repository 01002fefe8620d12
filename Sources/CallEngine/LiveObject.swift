/// What the census counts: everything that is made for a call or a socket and must be gone when that is over.
public enum LiveObject: Int, Sendable, CaseIterable {
  case callActor, callPort, mediaConnection, recordingFeed, recogniserStream, reply, synthesis

  public var typeName: String {
    switch self {
    case .callActor: "CallActor"
    case .callPort: "CallPort"
    case .mediaConnection: "MediaConnection"
    case .recordingFeed: "CallRecordingFeed"
    case .recogniserStream: "RecogniserStream"
    case .reply: "Reply"
    case .synthesis: "ClauseSpeech"
    }
  }
}

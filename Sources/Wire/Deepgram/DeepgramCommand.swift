/// What is sent to Deepgram's listening and speaking sockets besides audio.
public enum DeepgramCommand: Hashable, Sendable {
  /// Listening (v1): keeps a socket open that gets no audio; every 3 to 5 s, it closes after 10.
  case keepAlive
  /// Listening (v1): settles the text of all audio so far.
  case finalize
  /// Listening (v1 and v2): no more audio; the last results come and the socket closes.
  case closeStream
  /// Listening (v2): ends the turn now; ignored when no turn is in progress.
  case forceEndTurn
  /// Speaking: the next text.
  case speak(String)
  /// Speaking: all text is there, speak what is left of it.
  case flush
  /// Speaking: drop what was not spoken yet.
  case clear
  /// Speaking: speak what is left, then close the socket.
  case close

  /// The text message.
  public var message: [UInt8] {
    var writer = JSONWriter()
    switch self {
    case .keepAlive: writer.member("type", "KeepAlive")
    case .finalize: writer.member("type", "Finalize")
    case .closeStream: writer.member("type", "CloseStream")
    case .forceEndTurn: writer.member("type", "ForceEndTurn")
    case .speak(let text):
      writer.member("type", "Speak")
      writer.member("text", text)
    case .flush: writer.member("type", "Flush")
    case .clear: writer.member("type", "Clear")
    case .close: writer.member("type", "Close")
    }
    return writer.finished()
  }
}

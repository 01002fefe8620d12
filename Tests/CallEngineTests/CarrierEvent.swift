/// What a test carrier sees on its end of a stream.
enum CarrierEvent: Equatable, Sendable {
  case opened
  /// The upgrade was refused, with its HTTP status when there was one.
  case refused(status: Int?)
  /// Agent audio: bytes of the codec.
  case media(bytes: Int)
  case mark(String)
  case clear
  /// The last frame handed to `say` has been sent.
  case said
  case closed(Int?)

  var mediaBytes: Int { if case .media(let bytes) = self { bytes } else { 0 } }
  var isRefused: Bool { if case .refused = self { true } else { false } }
  var isClosed: Bool { if case .closed = self { true } else { false } }
}

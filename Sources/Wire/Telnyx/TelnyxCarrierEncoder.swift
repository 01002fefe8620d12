/// Writes what a carrier sends, field for field and with numbers as strings, as the documents show it.
///
/// For simulators and tests. One of these belongs to one stream.
public struct TelnyxCarrierEncoder: Sendable {
  public let streamID: String
  /// The end of a media message after its payload: the stream's id, escaped, once for all messages.
  private let mediaTail: [UInt8]

  public init(streamID: String) {
    self.streamID = streamID
    var writer = JSONWriter()
    writer.member("stream_id", streamID)
    mediaTail = Array(#""},"#.utf8) + writer.finished().dropFirst()
  }

  /// Bytes of a media message that carries `payloadBytes` bytes of encoded audio.
  public func mediaMessageSize(_ media: TelnyxCarrierMedia, payloadBytes: Int) -> Int {
    var size = mediaTail.count &+ Base64.encodedSize(payloadBytes)
    size &+= head.utf8CodeUnitCount &+ DecimalText.width(of: media.sequence)
    size &+= trackHead.utf8CodeUnitCount &+ trackName(media.track).utf8CodeUnitCount
    size &+= chunkHead.utf8CodeUnitCount &+ DecimalText.width(of: media.chunk)
    size &+= timestampHead.utf8CodeUnitCount &+ DecimalText.width(of: media.timestampMs)
    return size &+ payloadHead.utf8CodeUnitCount
  }

  /// Appends a media message.
  /// - Returns: `false`, with nothing appended, if there is no room for ``mediaMessageSize(_:payloadBytes:)`` bytes.
  public func encodeMedia(
    _ media: TelnyxCarrierMedia, payload: Span<UInt8>, into output: inout OutputSpan<UInt8>
  ) -> Bool {
    guard output.freeCapacity >= mediaMessageSize(media, payloadBytes: payload.count) else { return false }
    output.append(head)
    output.append(decimal: media.sequence)
    output.append(trackHead)
    output.append(trackName(media.track))
    output.append(chunkHead)
    output.append(decimal: media.chunk)
    output.append(timestampHead)
    output.append(decimal: media.timestampMs)
    output.append(payloadHead)
    guard Base64.encode(payload, into: &output) else { return false }  // there is room, see above
    output.append(mediaTail.span)
    return true
  }

  /// The first message of a connection.
  public static func connected(token: String? = nil) -> [UInt8] {
    var writer = JSONWriter()
    writer.member("event", "connected")
    writer.member("version", "1.0.0")
    if let token {
      writer.object("connected") { $0.member("x-telnyx-streaming-auth-token", token) }
    }
    return writer.finished()
  }

  /// The announcement of `start`, whose own stream id is not looked at.
  public func start(_ start: TelnyxStart, sequence: Int64 = 1) -> [UInt8] {
    message("start", sequence: sequence) { writer in
      writer.object("start") { writer in
        writer.member("user_id", start.userID)
        writer.member("call_control_id", start.callControlID)
        writer.member("call_session_id", start.callSessionID)
        writer.member("from", start.from)
        writer.member("to", start.to)
        if !start.tags.isEmpty { writer.array("tags", start.tags) { $0.string($1) } }
        writer.member("client_state", start.clientState)
        writeParameters(start.customParameters, to: &writer)
        writer.object("media_format") { writer in
          writer.member("encoding", start.mediaFormat.encoding)
          writer.member("sample_rate", start.mediaFormat.sampleRate)
          writer.member("channels", start.mediaFormat.channels)
        }
      }
    }
  }

  /// A key press.
  public func dtmf(_ dtmf: TelnyxDTMF, sequence: Int64) -> [UInt8] {
    message("dtmf", sequence: sequence) { writer in
      writer.member("occurred_at", dtmf.occurredAt)
      writer.object("dtmf") { $0.member("digit", String(dtmf.digit)) }
    }
  }

  /// The return of a mark.
  public func mark(name: String, sequence: Int64) -> [UInt8] {
    message("mark", sequence: sequence) { writer in
      writer.object("mark") { $0.member("name", name) }
    }
  }

  /// A complaint; it has no place in the sequence.
  public func error(_ error: TelnyxStreamError) -> [UInt8] {
    message("error", sequence: nil) { writer in
      writer.object("payload") { writer in
        writer.member("code", error.code)
        writer.member("title", error.title)
        writer.member("detail", error.detail)
      }
    }
  }

  /// The end of the stream.
  public func stop(_ stop: TelnyxStop, sequence: Int64) -> [UInt8] {
    message("stop", sequence: sequence) { writer in
      writer.object("stop") { writer in
        writer.member("user_id", stop.userID)
        writer.member("call_control_id", stop.callControlID)
        writer.member("reason", stop.reason)
      }
    }
  }

  private func message(_ event: String, sequence: Int64?, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.member("event", event)
    writer.member("sequence_number", digits: sequence)
    body(&writer)
    writer.member("stream_id", streamID)
    return writer.finished()
  }

  /// The shape in which the request takes them.
  private func writeParameters(_ parameters: [String: String], to writer: inout JSONWriter) {
    guard !parameters.isEmpty else { return }
    writer.array("custom_parameters", parameters.sorted { $0.key < $1.key }) { writer, parameter in
      writer.object { writer in
        writer.member("name", parameter.key)
        writer.member("value", parameter.value)
      }
    }
  }

  private func trackName(_ track: TelnyxTrack) -> StaticString {
    switch track {
    case .inbound: "inbound"
    case .outbound: "outbound"
    }
  }

  private var head: StaticString { #"{"event":"media","sequence_number":""# }
  private var trackHead: StaticString { #"","media":{"track":""# }
  private var chunkHead: StaticString { #"","chunk":""# }
  private var timestampHead: StaticString { #"","timestamp":""# }
  private var payloadHead: StaticString { #"","payload":""# }
}

/// One message of each kind, as the carrier's documents show it.
enum TelnyxExamples {
  static let streamID = "9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D"
  static let callControlID = "v3:h7Xq2LkP9sT0uVwYzAbCdEfGhIjKlMnOpQrStUvWxYz012345-6789"

  static let connected = #"""
    {"event":"connected","version":"1.0.0","connected":{"x-telnyx-streaming-auth-token":"8Zk2hK4kJ7Qw3vM1"}}
    """#
  static let start = #"""
    {"event":"start","sequence_number":"1",
     "start":{"user_id":"5D0E6B1C-1A2B-4C3D-8E4F-0A1B2C3D4E5F",
      "call_control_id":"v3:h7Xq2LkP9sT0uVwYzAbCdEfGhIjKlMnOpQrStUvWxYz012345-6789",
      "call_session_id":"7c1f0c9e-90aa-11f0-8f7d-02420aef1b1f",
      "from":"+15550100017","to":"+15550100042","tags":["sales"],
      "client_state":"eyJjYW1wYWlnbiI6InExIn0=",
      "media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}},
     "stream_id":"9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D"}
    """#
  static let media = #"""
    {"event":"media","sequence_number":"4",
     "media":{"track":"inbound","chunk":"3","timestamp":"60","payload":"/////////////////w=="},
     "stream_id":"9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D"}
    """#
  static let dtmf = #"""
    {"event":"dtmf","stream_id":"9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D","occurred_at":"2026-03-14T09:26:53.589793Z",
     "sequence_number":"412","dtmf":{"digit":"5"}}
    """#
  static let mark = #"""
    {"event":"mark","stream_id":"9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D","sequence_number":"877","mark":{"name":"e3:u12:4200"}}
    """#
  static let error = #"""
    {"event":"error","payload":{"code":100005,"title":"rate_limit_reached","detail":"Too many requests"},
     "stream_id":"9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D"}
    """#
  static let stop = #"""
    {"event":"stop","sequence_number":"1503",
     "stop":{"user_id":"5D0E6B1C-1A2B-4C3D-8E4F-0A1B2C3D4E5F","call_control_id":"v3:h7Xq2LkP9sT0uVwYzAbCdEfGhIjKlMnOpQrStUvWxYz012345-6789"},
     "stream_id":"9B1DEB4D-3B7D-4BAD-9BDD-2B0D7B3DCB6D"}
    """#
  static let outboundMedia = #"{"event":"media","media":{"payload":"/////////////////w=="}}"#
  static let outboundMark = #"{"event":"mark","mark":{"name":"e3:u12:4200"}}"#
  static let outboundClear = #"{"event":"clear"}"#

  static let all = [
    connected, start, media, dtmf, mark, error, stop, outboundMedia, outboundMark, outboundClear,
  ]
}

import Audio
import Testing
import Wire

@Suite("Telnyx start")
struct TelnyxStartTests {
  /// A start whose object has `members` besides the call's id.
  private func read(_ members: String) throws -> TelnyxStart {
    let text = #"{"event":"start","start":{"call_control_id":"v3:a"\#(members)},"stream_id":"s"}"#
    return try #require(try start(text))
  }

  @Test(
    "a start with nothing optional in it has the documented defaults",
    arguments: [
      "",
      #","from":null,"to":null,"tags":null,"client_state":null,"custom_parameters":null,"media_format":null"#,
      #","from":{},"tags":{},"client_state":[],"custom_parameters":7,"media_format":[]"#,
      #","media_format":{"encoding":null,"sample_rate":null,"channels":null}"#,
      #","media_format":{"encoding":"","sample_rate":0,"channels":"none"}"#,
      #","media_format":{"sample_rate":99999999999999999999,"channels":-1}"#,
    ])
  func defaults(members: String) throws {
    let start = try read(members)
    #expect(start == TelnyxStart(streamID: "s", callControlID: "v3:a"))
    #expect(start.mediaFormat.codec == .pcmu)
    #expect(start.mediaFormat.sampleRate == 8000)
    #expect(start.mediaFormat.channels == 1)
  }

  @Test(
    "codecs are known by every spelling",
    arguments: [
      ("PCMU", AudioCodec.pcmu), ("pcmu", .pcmu), ("audio/x-mulaw", .pcmu), ("PCMA", .pcma),
      ("audio/x-alaw", .pcma),
      ("G722", .g722), ("L16", .l16), ("linear16", .l16), ("OPUS", .opus), ("AMR-WB", .amrWB),
    ])
  func codecs(name: String, codec: AudioCodec) throws {
    let format = try read(#","media_format":{"channels":1,"sample_rate":"16000","encoding":"\#(name)"}"#)
      .mediaFormat
    #expect(format.codec == codec)
    #expect(format.encoding == name)
    #expect(format.sampleRate == 16000)
  }

  @Test("a codec nobody knows is kept by name")
  func unknownCodec() throws {
    let format = try read(#","media_format":{"encoding":"EVS"}"#).mediaFormat
    #expect(format.codec == nil)
    #expect(format.encoding == "EVS")
  }

  @Test(
    "custom parameters are read in every shape they are sent in",
    arguments: [
      #","custom_parameters":[{"name":"lead","value":"42"},{"value":"q1","name":"campaign"}]"#,
      #","custom_parameters":{"lead":"42","campaign":"q1"}"#,
      #","customParameters":{"campaign":"q1","lead":42}"#,
      #","customParameters":[{"name":"lead","value":42,"x":[]},{"name":"campaign","value":"q1"}]"#,
      #","custom_parameters":{"lead":"0","none":null,"tree":{"a":"b"},"lead":"42","campaign":"q1"}"#,
      #","custom_parameters":[{"name":"x"},{"value":"y"},null,"lead",["a"],{"name":"lead","value":"42"},{"name":"campaign","value":"q1"}]"#,
      #","custom_parameters":{"le\u0061d":"4\u0032","campaign":"q1"}"#,
    ])
  func customParameters(members: String) throws {
    #expect(try read(members).customParameters == ["lead": "42", "campaign": "q1"])
  }

  @Test("tags that are not strings are left out")
  func tags() throws {
    #expect(try read(#","tags":["a",1,null,{"b":"c"},["d"],"e"]"#).tags == ["a", "e"])
    #expect(try read(#","tags":[]"#).tags.isEmpty)
  }

  @Test("the stream's id is taken from the top, or from inside if it is only there")
  func streamID() throws {
    let inside = #"{"event":"start","start":{"stream_id":"i","call_control_id":"c"}}"#
    let both = #"{"stream_id":"t","event":"start","start":{"stream_id":"i","call_control_id":"c"}}"#
    #expect(try start(inside)?.streamID == "i")
    #expect(try start(both)?.streamID == "t")
  }

  @Test("client state is decoded if it is base64, and kept as sent")
  func clientState() throws {
    #expect(
      try read(#","client_state":"eyJjYW1wYWlnbiI6InExIn0=""#).decodedClientState
        == bytes(#"{"campaign":"q1"}"#))
    let strange = try read(#","client_state":"not base64!""#)
    #expect(strange.clientState == "not base64!")
    #expect(strange.decodedClientState == nil)
    #expect(try read("").decodedClientState == nil)
  }
}

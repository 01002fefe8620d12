import Audio
import Testing
import Wire

@Suite("Deepgram")
struct DeepgramTests {
  @Test("a live request asks for what it was told to")
  func listenRequest() {
    var request = DeepgramListenRequest(encoding: .mulaw, sampleRate: 8000)
    request.language = "en-US"
    request.endpointingMs = 300
    request.utteranceEndMs = 1000
    request.vadEvents = true
    request.keyterms = ["Ohm's law & more", "Müller"]
    #expect(
      request.target
        == "/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&channels=1&language=en-US"
        + "&interim_results=true&endpointing=300&utterance_end_ms=1000&vad_events=true&smart_format=true"
        + "&punctuate=true&keyterm=Ohm%27s%20law%20%26%20more&keyterm=M%C3%BCller")
    request = DeepgramListenRequest(encoding: .linear16, sampleRate: 16000)
    request.interimResults = false
    request.smartFormat = false
    #expect(
      request.target
        == "/v1/listen?model=nova-3&encoding=linear16&sample_rate=16000&channels=1&interim_results=false"
        + "&endpointing=false&smart_format=false&punctuate=true")
  }

  @Test("a result has its text, its words with times and confidence, and what it settles")
  func results() throws {
    let text = """
      {"type":"Results","channel_index":[0,1],"duration":1.98,"start":5.99,"is_final":true,
       "speech_final":true,"from_finalize":true,"channel":{"alternatives":[{
       "transcript":"Tell me more about this.","confidence":0.99964225,"words":[
       {"word":"tell","start":6.0699997,"end":6.3499994,"confidence":0.99782443,"punctuated_word":"Tell"},
       {"word":"me","start":6.3499994,"end":6.6299996,"confidence":0.9998324}]}]},
       "metadata":{"request_id":"52cc0efe-fa77-4aa7-b79c-0dda09de2f14","model_info":{"name":"2-general-nova",
       "version":"2024-01-18.26916","arch":"nova-2"},"model_uuid":"c0d1a568-ce81-4fea-97e7-bd45cb1fdf3c"}}
      """
    guard case .results(let results) = try DeepgramMessage(parsing: bytes(text)) else {
      Issue.record("no results")
      return
    }
    #expect(results.transcript == "Tell me more about this.")
    #expect(results.isFinal && results.isSpeechFinal && results.isFromFinalize)
    #expect(results.start.milliseconds == 5990)
    #expect(results.duration.milliseconds == 1980)
    #expect(results.words.map(\.text) == ["Tell", "me"])
    #expect(results.words[0].confidence == 0.99782443)
    #expect(results.words[1].start.milliseconds == 6349)
  }

  @Test(
    "other messages are told apart",
    arguments: [
      (
        #"{"type":"UtteranceEnd","channel":[0,2],"last_word_end":3.1}"#,
        .utteranceEnd(lastWordEnd: .milliseconds(3100))
      ),
      (#"{"type":"UtteranceEnd","channel":[0,1],"last_word_end":-1}"#, .utteranceEnd(lastWordEnd: nil)),
      (
        #"{"type":"SpeechStarted","channel":[0],"timestamp":9.54}"#,
        .speechStarted(at: .milliseconds(9540))
      ),
      (
        #"{"type":"Metadata","transaction_key":"deprecated","request_id":"8c8ebea9","sha256":"","created":"","#
          + #""duration":0.5,"channels":1}"#,
        .metadata(requestID: "8c8ebea9", duration: .milliseconds(500))
      ),
      (
        #"{"type":"Error","description":"DATA-0000","message":"bad audio","variant":"decode"}"#,
        .error(DeepgramFault(code: "decode", message: "DATA-0000"))
      ),
      (
        #"{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials.","request_id":"1"}"#,
        .error(DeepgramFault(code: "INVALID_AUTH", message: "Invalid credentials."))
      ),
      (#"{"type":"Novelty","x":1}"#, .unknown("Novelty")),
    ] as [(String, DeepgramMessage)])
  func messages(text: String, expected: DeepgramMessage) throws {
    #expect(try DeepgramMessage(parsing: bytes(text)) == expected)
  }

  @Test(
    "what is no message is refused",
    arguments: [
      "", "null", "[]", "{}", #"{"type":1}"#, #"{"type":"Results"}"#, #"{"type":"Results","channel":{}}"#,
      #"{"type":"Results","channel":{"alternatives":[{"transcript":"half"#,
      #"{"type":"Results","channel":{"alternatives":[{"confidence":NaN}]}}"#,
    ])
  func refused(text: String) { #expect(throws: WireError.self) { try DeepgramMessage(parsing: bytes(text)) } }

  @Test("a result without alternatives is silence")
  func silence() throws {
    let message = try DeepgramMessage(parsing: bytes(#"{"type":"Results","channel":{"alternatives":[]}}"#))
    guard case .results(let results) = message else {
      Issue.record("no results")
      return
    }
    #expect(results.transcript.isEmpty && results.words.isEmpty && !results.isFinal)
  }

  @Test(
    "commands are the documented messages",
    arguments: [
      (.keepAlive, #"{"type":"KeepAlive"}"#), (.finalize, #"{"type":"Finalize"}"#),
      (.closeStream, #"{"type":"CloseStream"}"#), (.forceEndTurn, #"{"type":"ForceEndTurn"}"#),
      (.speak("Say \"hi\"\n"), #"{"type":"Speak","text":"Say \"hi\"\n"}"#), (.flush, #"{"type":"Flush"}"#),
      (.clear, #"{"type":"Clear"}"#), (.close, #"{"type":"Close"}"#),
    ] as [(DeepgramCommand, String)])
  func commands(command: DeepgramCommand, expected: String) { #expect(command.message == bytes(expected)) }

  @Test("a turn-based request asks for its thresholds")
  func fluxRequest() {
    var request = FluxListenRequest(encoding: .linear16, sampleRate: 16000)
    request.eagerEndOfTurnThreshold = 0.4
    request.endOfTurnThreshold = 0.8
    request.endOfTurnTimeoutMs = 6000
    #expect(
      request.target
        == "/v2/listen?model=flux-general-en&encoding=linear16&sample_rate=16000&eager_eot_threshold=0.4"
        + "&eot_threshold=0.8&eot_timeout_ms=6000")
  }

  @Test(
    "every event of a turn is read",
    arguments: ["StartOfTurn", "Update", "EagerEndOfTurn", "TurnResumed", "EndOfTurn"])
  func fluxTurns(event: String) throws {
    let text = """
      {"type":"TurnInfo","request_id":"7a8c5d41","sequence_id":11,"event":"\(event)","turn_index":2,
       "audio_window_start":0.0,"audio_window_end":1.28,"transcript":"Hello there","words":[
       {"word":"Hello","confidence":0.98,"start":0.4,"end":0.7},{"word":"there","confidence":0.97}],
       "end_of_turn_confidence":0.43,"trigger":"manual"}
      """
    guard case .turn(let turn) = try FluxMessage(parsing: bytes(text)) else {
      Issue.record("no turn")
      return
    }
    #expect(turn.event.rawValue == event)
    #expect(turn.index == 2)
    #expect(turn.transcript == "Hello there")
    #expect(turn.words.map(\.text) == ["Hello"])
    #expect(turn.audioEnd.milliseconds == 1280)
    #expect(turn.endOfTurnConfidence == 0.43)
    #expect(turn.trigger == .manual)
  }

  @Test("what else a turn-based socket says is told apart")
  func fluxMessages() throws {
    #expect(
      try FluxMessage(parsing: bytes(#"{"type":"Connected","request_id":"7a8c5d41","sequence_id":0}"#))
        == .connected(requestID: "7a8c5d41"))
    #expect(
      try FluxMessage(
        parsing: bytes(
          #"{"type":"Error","sequence_id":3,"code":"INTERNAL_SERVER_ERROR","description":"Oh no."}"#))
        == .error(DeepgramFault(code: "INTERNAL_SERVER_ERROR", message: "Oh no.")))
    #expect(try FluxMessage(parsing: bytes(#"{"type":"ConfigureSuccess"}"#)) == .unknown("ConfigureSuccess"))
    for text in [#"{"type":"TurnInfo","event":"Nap","transcript":""}"#, #"{"type":"TurnInfo"}"#, "{}"] {
      #expect(throws: WireError.self) { try FluxMessage(parsing: bytes(text)) }
    }
  }

  @Test("voices are asked by request and by socket")
  func auraRequest() {
    let request = AuraRequest(model: "aura-2-thalia-en", encoding: .linear16, sampleRate: 8000)
    #expect(
      request.target
        == "/v1/speak?model=aura-2-thalia-en&encoding=linear16&sample_rate=8000&container=none")
    #expect(request.socketTarget == "/v1/speak?model=aura-2-thalia-en&encoding=linear16&sample_rate=8000")
    #expect(AuraRequest.body("Hi.") == bytes(#"{"text":"Hi."}"#))
  }

  @Test(
    "what the voices' socket says is told apart",
    arguments: [
      (
        #"{"type":"Metadata","request_id":"r","model_name":"aura-2-thalia-en","model_version":"1"}"#,
        .metadata(requestID: "r", model: "aura-2-thalia-en")
      ),
      (#"{"type":"Flushed","sequence_id":0}"#, .flushed(sequence: 0)),
      (#"{"type":"Cleared","sequence_id":1}"#, .cleared(sequence: 1)),
      (
        #"{"type":"Warning","description":"Too many flushes","code":"EXCESSIVE_FLUSH"}"#,
        .warning(DeepgramFault(code: "EXCESSIVE_FLUSH", message: "Too many flushes"))
      ),
    ] as [(String, AuraMessage)])
  func auraMessages(text: String, expected: AuraMessage) throws {
    #expect(try AuraMessage(parsing: bytes(text)) == expected)
  }

  @Test("a refused request's body says why, in both shapes")
  func faults() {
    #expect(
      DeepgramFault(
        body: bytes(#"{"category":"INVALID_JSON","message":"Invalid JSON submitted.","details":"x"}"#))
        == DeepgramFault(code: "INVALID_JSON", message: "Invalid JSON submitted."))
    #expect(DeepgramFault(body: bytes("<html>")) == nil)
    #expect(DeepgramFault(body: bytes("{}")) == nil)
  }
}

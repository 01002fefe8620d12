import Audio
import Testing
import Wire

@Suite("ElevenLabs")
struct ElevenLabsTests {
  @Test("the socket's address and messages are the documented ones")
  func request() {
    var request = ElevenLabsRequest(
      voice: "JBFq/..", model: "eleven_flash_v2_5", format: .linear16At16000)
    #expect(
      request.target
        == "/v1/text-to-speech/JBFq%2F../stream-input?model_id=eleven_flash_v2_5&output_format=pcm_16000"
        + "&auto_mode=true&sync_alignment=true")
    #expect(request.opening == bytes(#"{"text":" "}"#))
    request.stability = 0.5
    request.similarity = 0.75
    #expect(
      request.opening
        == bytes(#"{"text":" ","voice_settings":{"stability":0.5,"similarity_boost":0.75}}"#))
    #expect(ElevenLabsRequest.text("Hello.") == bytes(#"{"text":"Hello. "}"#))
    #expect(ElevenLabsRequest.text("Hello. ", flush: true) == bytes(#"{"text":"Hello. ","flush":true}"#))
    #expect(ElevenLabsRequest.closing == bytes(#"{"text":""}"#))
  }

  @Test("audio comes with the times of its characters")
  func audio() throws {
    let text = """
      {"audio":"AAECAw==","isFinal":null,"normalizedAlignment":{"charStartTimesMs":[0],
       "charDurationsMs":[1],"chars":["x"]},"alignment":{"charStartTimesMs":[0,3,7],
       "charDurationsMs":[3,4,2],"chars":["H","i"," "]}}
      """
    guard case .audio(let audio, let alignment) = try ElevenLabsMessage(parsing: bytes(text)) else {
      Issue.record("no audio")
      return
    }
    #expect(audio == [0, 1, 2, 3])
    #expect(alignment?.characters.map(\.text) == ["H", "i", " "])
    #expect(alignment?.characters[1].start.milliseconds == 3)
  }

  @Test(
    "what else the socket says is told apart",
    arguments: [
      (#"{"audio":"AAE=","isFinal":null,"alignment":null}"#, .audio([0, 1], alignment: nil)),
      (#"{"audio":null,"isFinal":true,"normalizedAlignment":null,"alignment":null}"#, .final),
      (#"{"audio":"","isFinal":true}"#, .final), (#"{"isFinal":false}"#, .unknown),
      (
        #"{"message":"This voice does not exist.","error":"voice_id_does_not_exist","code":1008}"#,
        .error(ElevenLabsFault(code: "voice_id_does_not_exist", message: "This voice does not exist."))
      ),
    ] as [(String, ElevenLabsMessage)])
  func messages(text: String, expected: ElevenLabsMessage) throws {
    #expect(try ElevenLabsMessage(parsing: bytes(text)) == expected)
  }

  @Test("what is no message is refused", arguments: ["", "[]", "1", #"{"audio":"*"}"#, #"{"audio":"AA"#])
  func refused(text: String) {
    #expect(throws: WireError.self) { try ElevenLabsMessage(parsing: bytes(text)) }
  }

  @Test(
    "a refused upgrade's body says why, in every shape",
    arguments: [
      (
        #"{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}"#, "invalid_api_key",
        "Invalid API key"
      ),
      (#"{"detail":"Not authenticated"}"#, "", "Not authenticated"),
      (#"{"detail":[{"loc":["query"],"msg":"required","type":"missing"}]}"#, "missing", "required"),
    ])
  func faults(body: String, code: String, message: String) {
    #expect(ElevenLabsFault(body: bytes(body)) == ElevenLabsFault(code: code, message: message))
  }

  /// A chunk's alignment of `text`, each character 10 ms.
  private func alignment(_ text: String) -> ElevenLabsAlignment {
    ElevenLabsAlignment(
      characters: text.enumerated().map {
        .init(
          String($0.element), start: .milliseconds(10 * Int64($0.offset)), duration: .milliseconds(10))
      })
  }

  @Test("words are whole across chunks, with times from the utterance's start")
  func words() {
    var timer = ElevenLabsWordTimer()
    #expect(
      timer.append(alignment("Hi the"), offset: .zero)
        == [TimedWord("Hi", start: .zero, end: .milliseconds(20))])
    #expect(
      timer.append(alignment("re, you"), offset: .milliseconds(60))
        == [TimedWord("there,", start: .milliseconds(30), end: .milliseconds(90))])
    #expect(timer.finish() == TimedWord("you", start: .milliseconds(100), end: .milliseconds(130)))
    #expect(timer.finish() == nil)
  }

  @Test("the words are the same however the text is cut into chunks", arguments: 0..<16)
  func cuts(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let text = "Good morning,  this is Anna from Starling. "
    var whole = ElevenLabsWordTimer()
    let expected = whole.append(alignment(text), offset: .zero)
    var timer = ElevenLabsWordTimer()
    var words: [TimedWord] = []
    var rest = Substring(text)
    var offset = 0
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...9, using: &random))
      words += timer.append(alignment(String(piece)), offset: .milliseconds(Int64(offset) * 10))
      offset += piece.count
      rest = rest.dropFirst(piece.count)
    }
    #expect(words == expected)
  }
}

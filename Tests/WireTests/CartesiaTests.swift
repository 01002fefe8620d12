import Audio
import Testing
import Wire

@Suite("Cartesia")
struct CartesiaTests {
  @Test("a request is the documented message")
  func request() {
    var request = CartesiaRequest(
      model: "sonic-3", voice: "a0e99841", transcript: "Hello, \"world\"!", contextID: "c-1",
      encoding: .linear16, sampleRate: 8000)
    request.language = "en"
    request.maxBufferDelayMs = 0
    #expect(
      String(decoding: request.message, as: UTF8.self)
        == #"{"model_id":"sonic-3","transcript":"Hello, \"world\"!","voice":{"mode":"id","id":"a0e99841"},"#
        + #""language":"en","context_id":"c-1","output_format":{"container":"raw","encoding":"pcm_s16le","#
        + #""sample_rate":8000},"add_timestamps":true,"continue":false,"max_buffer_delay_ms":0}"#)
    request.speed = 1.2
    request.encoding = .mulaw
    let root = try? JSONDocument(request.message).root
    #expect(root?["generation_config"]?["speed"]?.double == 1.2)
    #expect(root?["output_format"]?["encoding"]?.string == "pcm_mulaw")
    #expect(CartesiaRequest.cancel(contextID: "c-1") == bytes(#"{"context_id":"c-1","cancel":true}"#))
  }

  @Test(
    "documented messages are told apart",
    arguments: [
      (
        #"{"type":"chunk","data":"aSDinaTvuI8gbWludGxpZnk=","done":false,"status_code":206,"step_time":123,"#
          + #""context_id":"50dc"}"#,
        .chunk(context: "50dc", audio: bytes("i ❤️ mintlify"))
      ),
      (
        #"{"type":"flush_done","done":false,"flush_done":true,"flush_id":1,"status_code":206,"#
          + #""context_id":"50dc"}"#, .flushDone(context: "50dc")
      ),
      (#"{"type":"done","done":true,"status_code":206,"context_id":"50dc"}"#, .done(context: "50dc")),
      (
        #"{"type":"timestamps","done":false,"status_code":206,"context_id":"872e","#
          + #""word_timestamps":{"words":["Hello","world"],"start":[0,0.5],"end":[0.4,0.9]}}"#,
        .words(
          context: "872e",
          [
            TimedWord("Hello", start: .zero, end: .milliseconds(400)),
            TimedWord("world", start: .milliseconds(500), end: .milliseconds(900)),
          ])
      ),
      (
        #"{"type":"error","done":true,"title":"Invalid model","message":"The model is not valid.","#
          + #""error_code":"model_not_found","status_code":400,"context_id":"50dc"}"#,
        .error(
          context: "50dc",
          CartesiaFault(
            status: 400, code: "model_not_found", message: "Invalid model: The model is not valid."))
      ),
      (
        #"{"type":"error","done":true,"error":"Invalid model: no.","status_code":400}"#,
        .error(context: nil, CartesiaFault(status: 400, code: "", message: "Invalid model: no."))
      ),
      (#"{"type":"phoneme_timestamps","context_id":"1"}"#, .unknown("phoneme_timestamps")),
      (#"{"type":"chunk"}"#, .unknown("chunk")),
    ] as [(String, CartesiaMessage)])
  func messages(text: String, expected: CartesiaMessage) throws {
    #expect(try CartesiaMessage(parsing: bytes(text)) == expected)
  }

  @Test(
    "what is no message is refused",
    arguments: [
      "", "{}", "[1]", #"{"type":"chunk","context_id":"a"}"#,
      #"{"type":"chunk","context_id":"a","data":"*"}"#,
      #"{"type":"chunk","context_id":"a","data":"aGFsZg"#,
    ])
  func refused(text: String) {
    #expect(throws: WireError.self) { try CartesiaMessage(parsing: bytes(text)) }
  }

  @Test("lists of different lengths and times that are none lose their words, not the message")
  func raggedTimes() throws {
    let text =
      #"{"type":"timestamps","context_id":"a","word_timestamps":{"words":["a","b","c"],"start":[0,-1,2],"#
      + #""end":[0.1,0.2]}}"#
    #expect(
      try CartesiaMessage(parsing: bytes(text))
        == .words(context: "a", [TimedWord("a", start: .zero, end: .milliseconds(100))]))
  }

  @Test("a refused upgrade's body says why")
  func fault() {
    let body =
      #"{"error_code":"concurrency_limited","title":"Too many concurrent requests","#
      + #""message":"You have exceeded your plan's concurrency limit.","request_id":"550e"}"#
    #expect(CartesiaFault(body: bytes(body))?.code == "concurrency_limited")
    #expect(CartesiaFault(body: bytes("nope")) == nil)
  }
}

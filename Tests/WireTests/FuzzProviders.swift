import Audio
import Wire

/// Reads any bytes in every way a provider's message can be read and checks what must hold of the results.
///
/// The body of the fuzzer and of the tests that flip bits: it must return, whatever it is given.
func fuzzProviders(_ bytes: [UInt8]) {
  fuzzEventStream(bytes)
  if let document = try? JSONDocument(bytes) {
    fuzzElement(document.root, depth: 0)
  } else {
    precondition((try? DeepgramMessage(parsing: bytes)) == nil)
    precondition((try? CartesiaMessage(parsing: bytes)) == nil)
    precondition(DeepgramFault(body: bytes) == nil && AnthropicFault(body: bytes) == nil)
  }
  fuzzRecognisers(bytes)
  fuzzModels(bytes)
  fuzzVoices(bytes)
}

/// However a stream is cut, its events are the same, and so is whether it is refused.
private func fuzzEventStream(_ bytes: [UInt8]) {
  func events(cutAfter cut: Int) -> (events: [ServerSentEvent], isRefused: Bool, retry: Int64?) {
    var parser = ServerSentEventParser(mostBytes: 100)
    var events: [ServerSentEvent] = []
    for start in stride(from: 0, to: bytes.count, by: cut) {
      let piece = Array(bytes[start..<min(start + cut, bytes.count)])
      guard (try? parser.read(piece) { events.append($0) }) != nil else { return (events, true, nil) }
    }
    return (events, false, parser.retryMilliseconds)
  }
  let whole = events(cutAfter: max(1, bytes.count))
  for cut in [1, 2, 3, 7] {
    let cutUp = events(cutAfter: cut)
    precondition(cutUp.events == whole.events && cutUp.isRefused == whole.isRefused)
    precondition(cutUp.retry == whole.retry)
  }
}

/// Every question has an answer for every value, and a value's own text reads as the same value.
private func fuzzElement(_ element: JSONElement, depth: Int) {
  precondition(depth <= JSONLimits.message.depth)
  if let double = element.double { precondition(double.isFinite) }
  if let seconds = element.seconds { precondition(seconds >= .zero) }
  _ = (element.string, element.bool, element.integer, element.text, element.base64)
  _ = (element["type"]?.isNull, element["a"]?.integer)
  if element.isObject, depth < 2 {
    guard let fragment = try? JSONFragment(object: element.rawText) else {
      preconditionFailure("an object's text is no object")
    }
    precondition((try? JSONDocument(Array(fragment.text.utf8)).root.isObject) == true)
  }
  for child in element.elements { fuzzElement(child, depth: depth + 1) }
}

private func fuzzRecognisers(_ bytes: [UInt8]) {
  if case .results(let results)? = try? DeepgramMessage(parsing: bytes) {
    precondition(results.start >= .zero && results.duration >= .zero)
    for word in results.words { precondition(word.start <= word.end) }
  }
  if case .turn(let turn)? = try? FluxMessage(parsing: bytes) {
    precondition(turn.index >= 0 && turn.endOfTurnConfidence.isFinite)
    for word in turn.words { precondition(word.start <= word.end) }
  }
  _ = RetryAfter.time(String(decoding: bytes.prefix(64), as: UTF8.self), wallClock: 1.7e9)
}

private func fuzzModels(_ bytes: [UInt8]) {
  var calls = ToolCallAssembler(mostBytes: 64, mostCalls: 3)
  if case .inputDelta(let block, let json)? = try? AnthropicEvent(parsing: bytes) {
    precondition(block >= 0)
    try? calls.append(index: block, id: nil, name: "a", arguments: json)
  }
  if case .chunk(let chunk)? = try? ChatCompletionsEvent(parsing: bytes) {
    for call in chunk.calls {
      precondition(call.index >= 0)
      try? calls.append(index: call.index, id: call.id, name: call.name, arguments: call.arguments)
    }
    if let usage = chunk.usage { precondition(usage.prompt >= 0 && usage.cached >= 0) }
  }
  try? calls.append(index: 0, id: nil, name: "b", arguments: String(decoding: bytes, as: UTF8.self))
  for call in (try? calls.finish()) ?? [] {
    precondition(!call.name.isEmpty && !call.arguments.isEmpty && call.arguments.utf8.count <= 64)
  }
  precondition(calls.isEmpty)
  _ = ChatCompletionsFault(body: bytes)
}

private func fuzzVoices(_ bytes: [UInt8]) {
  if case .words(_, let words)? = try? CartesiaMessage(parsing: bytes) {
    for word in words { precondition(word.start <= word.end) }
  }
  if case .audio(_, let alignment?)? = try? ElevenLabsMessage(parsing: bytes) {
    var timer = ElevenLabsWordTimer()
    var words = timer.append(alignment, offset: .zero)
    words += timer.append(alignment, offset: .milliseconds(1000))
    if let last = timer.finish() { words.append(last) }
    for word in words { precondition(word.start <= word.end && !word.text.isEmpty) }
    for (word, next) in zip(words, words.dropFirst()) { precondition(word.start <= next.start) }
  }
  _ = try? AuraMessage(parsing: bytes)
  _ = (ElevenLabsFault(body: bytes), CartesiaFault(body: bytes))
}

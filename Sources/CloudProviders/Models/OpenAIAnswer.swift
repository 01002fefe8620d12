internal import Audio
internal import Providers
internal import Wire

/// A streamed answer of an OpenAI-compatible server.
///
/// It is over with `[DONE]` or the stream's end, once a reason to finish came: the tokens used come after that.
struct OpenAIAnswer: ModelAnswer {
  let vendor: Vendor
  /// Tells apart the calls of one answer from those of another where the server gives no ids.
  private let turn: Int
  private var calls = ToolCallAssembler()
  private var finish: ChatCompletionsChunk.Finish?
  private var hasCalls = false
  private var hasSaid = false

  init(vendor: Vendor, turn: Int) {
    self.vendor = vendor
    self.turn = turn
  }

  mutating func received(_ data: [UInt8]) -> [ChatEvent] {
    do throws(WireError) {
      switch try ChatCompletionsEvent(parsing: data) {
      case .chunk(let chunk): return try take(chunk)
      case .error(let fault): return [.failed(failure(fault))]
      case .done:
        guard finish == nil else { return ended() }
        // A server that gives no reason to finish has at least to have said something.
        guard hasSaid || !calls.isEmpty else { return [.failed(vendor.unusable("the answer is empty"))] }
        return try finished(.stop) + ended()
      }
    } catch {
      return [.failed(vendor.unusable(error))]
    }
  }

  private mutating func take(_ chunk: ChatCompletionsChunk) throws(WireError) -> [ChatEvent] {
    var events: [ChatEvent] = []
    if !chunk.text.isEmpty {
      hasSaid = true
      events.append(.text(chunk.text))
    }
    for call in chunk.calls {
      try calls.append(index: call.index, id: call.id, name: call.name, arguments: call.arguments)
    }
    if !chunk.calls.isEmpty { events.append(.progress) }
    if let usage = chunk.usage {
      let cached = min(usage.cached, usage.prompt)
      events.append(
        .usage(
          TokenUsage(input: usage.prompt - cached, cachedInput: cached, output: usage.completion)))
    }
    if let finish = chunk.finish { events += try finished(finish) }
    return events
  }

  private mutating func finished(_ finish: ChatCompletionsChunk.Finish) throws(WireError) -> [ChatEvent] {
    self.finish = finish
    return try calls.finish().enumerated().map { number, call in
      hasCalls = true
      let id = call.id.isEmpty ? "call_\(turn)_\(number)" : call.id
      return .toolCall(ToolCall(id: id, name: call.name, arguments: call.arguments))
    }
  }

  mutating func ended() -> [ChatEvent] {
    guard let finish else { return [.failed(vendor.failed("the answer broke off"))] }
    // Ollama calls tools and says that it is done.
    if hasCalls { return [.finished(.tools)] }
    let reason: StopReason =
      switch finish {
      case .stop, .toolCalls: .said
      case .length: .length
      case .contentFilter: .refused
      case .other(let reason): .other(reason)
      }
    return [.finished(reason)]
  }

  func refusal(status: Int, retryAfter: MediaTime?, body: [UInt8]) -> ProviderError {
    let fault = ChatCompletionsFault(body: body)
    // No credit is not a rate: waiting does not help.
    if fault?.code == "insufficient_quota" { return vendor.refusal(status: 402, said: fault?.message ?? "") }
    if fault?.code == "model_not_found" { return vendor.refusal(status: 404, said: fault?.message ?? "") }
    return vendor.refusal(status: status, retryAfter: retryAfter, said: fault?.message ?? "")
  }

  private func failure(_ fault: ChatCompletionsFault) -> ProviderError {
    guard let status = Int(fault.code), status >= 400 else {
      return vendor.failed("an error in the middle of the answer", said: fault.message)
    }
    return vendor.refusal(status: status, said: fault.message)
  }
}

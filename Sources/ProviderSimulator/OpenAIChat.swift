import Foundation

/// Chat completions as OpenAI and those who copy them stream them (platform.openai.com/docs, "Chat completions").
final class OpenAIChat {
  private let exchange: HTTPExchange
  private var context: SimulatorContext { exchange.context }
  private let id = "chatcmpl-" + UUID().uuidString.replacingOccurrences(of: "-", with: "").prefix(24)
  private let created = Int(Date().timeIntervalSince1970)

  init(_ exchange: HTTPExchange) { self.exchange = exchange }

  func answer() {
    do throws(ChatMistake) {
      let request = try OpenAIRequest(exchange.request)
      guard !request.model.hasPrefix("unknown") else {
        return exchange.respond(404, json: VendorReply(.openai).unknownModel(request.model))
      }
      stream(request)
    } catch {
      context.tally.complain(.openai, error.reason)
      exchange.respond(400, json: VendorReply(.openai).malformed(error.reason))
    }
  }

  private func stream(_ request: OpenAIRequest) {
    let events = EventStream(connection: exchange.connection, vendor: .openai, framing: .serverSentEvents)
    events.errorEvent = .text(VendorReply(.openai).serverError)
    let cached = request.cachedTokens(context.cachedPrompts)
    let promptTokens = ChatTokens.count(request.prompt)
    context.tally.count(.openai) { counts in
      counts.tokensIn += promptTokens
      counts.tokensCached += cached
    }
    if events.has(.empty), events.fault?.place == .start { return exchange.respond(200, body: []) }
    var reply = request.script.reply()
    if events.has(.empty) { reply = ChatScript.Reply(text: "") }
    reply.text = events.content(reply.text)
    var tokens = ChatTokens.split(reply.text)
    var reason = reply.call == nil ? "stop" : "tool_calls"
    if tokens.count > request.maxTokens {
      tokens = Array(tokens.prefix(request.maxTokens))
      reason = "length"
    }
    let pieces = reply.call.map { ChatTokens.split($0.arguments) } ?? []
    let usage = """
      {"prompt_tokens":\(promptTokens),"completion_tokens":\(tokens.count + pieces.count),\
      "total_tokens":\(promptTokens + tokens.count + pieces.count),\
      "prompt_tokens_details":{"cached_tokens":\(cached),"audio_tokens":0},\
      "completion_tokens_details":{"reasoning_tokens":0}}
      """
    guard request.isStreaming else { return whole(reply, request, reason, usage) }
    let tail = request.wantsUsage ? ",\"usage\":null" : ""
    var steps = [chunk(request, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", nil, tail)]
    steps += tokens.map { chunk(request, "{\"content\":\(JSONText.quote($0))}", nil, tail) }
    if let call = reply.call {
      let head = """
        {"tool_calls":[{"index":0,"id":"call_\(id.suffix(20))","type":"function",\
        "function":{"name":\(JSONText.quote(call.name)),"arguments":""}}]}
        """
      steps.append(chunk(request, head, nil, tail))
      steps += pieces.map { piece in
        let delta = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\(JSONText.quote(piece))}}]}"
        return chunk(request, delta, nil, tail)
      }
    }
    steps.append(chunk(request, "{}", reason, tail))
    if request.wantsUsage {
      steps.append(
        """
        {"id":"\(id)","object":"chat.completion.chunk","created":\(created),\
        "model":\(JSONText.quote(request.model)),"choices":[],"usage":\(usage)}
        """)
    }
    ChatPlayer(exchange, events, .openaiFirst, .openaiToken).play((steps + ["[DONE]"]).map { .text($0) })
  }

  private func chunk(_ request: OpenAIRequest, _ delta: String, _ reason: String?, _ tail: String) -> String {
    """
    {"id":"\(id)","object":"chat.completion.chunk","created":\(created),\
    "model":\(JSONText.quote(request.model)),"system_fingerprint":"fp_simulated",\
    "choices":[{"index":0,"delta":\(delta),"logprobs":null,\
    "finish_reason":\(reason.map(JSONText.quote) ?? "null")}]\(tail)}
    """
  }

  private func whole(_ reply: ChatScript.Reply, _ request: OpenAIRequest, _ reason: String, _ usage: String) {
    let calls = reply.call.map {
      """
      ,"tool_calls":[{"id":"call_\(id.suffix(20))","type":"function","function":{"name":"\($0.name)",\
      "arguments":\(JSONText.quote($0.arguments))}}]
      """
    }
    context.tally.count(.openai) { $0.tokensOut += ChatTokens.count(reply.text) }
    exchange.connection.after(exchange.connection.draw(.openaiFirst)) { [self] in
      exchange.respond(
        200,
        json: """
          {"id":"\(id)","object":"chat.completion","created":\(created),\
          "model":\(JSONText.quote(request.model)),"choices":[{"index":0,"message":{"role":"assistant",\
          "content":\(JSONText.quote(reply.text))\(calls ?? "")},"finish_reason":"\(reason)"}],"usage":\(usage)}
          """)
    }
  }
}

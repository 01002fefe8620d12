import Foundation

/// Anthropic's Messages (platform.claude.com/docs, "Streaming messages"): events, tool use, usage with its cache
/// fields.
final class AnthropicMessages {
  private let exchange: HTTPExchange
  private var context: SimulatorContext { exchange.context }
  private let id = "msg_" + UUID().uuidString.replacingOccurrences(of: "-", with: "").prefix(24)

  init(_ exchange: HTTPExchange) { self.exchange = exchange }

  func answer() {
    do throws(ChatMistake) {
      let request = try AnthropicRequest(exchange.request)
      guard request.model.hasPrefix("claude-") else {
        return exchange.respond(404, json: VendorReply(.anthropic).unknownModel(request.model))
      }
      stream(request)
    } catch {
      context.tally.complain(.anthropic, error.reason)
      exchange.respond(400, json: VendorReply(.anthropic).malformed(error.reason))
    }
  }

  private func stream(_ request: AnthropicRequest) {
    let connection = exchange.connection
    let events = EventStream(connection: connection, vendor: .anthropic, framing: .serverSentEvents)
    events.errorEvent = .named(
      "error", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")
    let usage = request.usage(context.cachedPrompts)
    context.tally.count(.anthropic) { counts in
      counts.tokensIn += usage.input + usage.written + usage.read
      counts.tokensCached += usage.read
    }
    if events.has(.empty), events.fault?.place == .start { return exchange.respond(200, body: []) }
    var reply = request.script.reply()
    if events.has(.empty) { reply = ChatScript.Reply(text: "") }
    reply.text = events.content(reply.text)
    guard request.isStreaming else { return whole(reply, request, usage) }
    var steps = begin(request, usage)
    var produced = 0
    var stop = "end_turn"
    var index = 0
    if !reply.text.isEmpty {
      var tokens = ChatTokens.split(reply.text)
      if tokens.count > request.maxTokens {
        tokens = Array(tokens.prefix(request.maxTokens))
        stop = "max_tokens"
      }
      produced += tokens.count
      steps += block(
        index, "{\"type\":\"text\",\"text\":\"\"}",
        tokens.map {
          "{\"type\":\"text_delta\",\"text\":\(JSONText.quote($0))}"
        })
      index += 1
    }
    if let call = reply.call {
      stop = "tool_use"
      let tool = """
        {"type":"tool_use","id":"toolu_\(id.suffix(20))","name":\(JSONText.quote(call.name)),"input":{}}
        """
      let pieces = [""] + ChatTokens.split(call.arguments)
      produced += pieces.count
      steps += block(
        index, tool,
        pieces.map {
          "{\"type\":\"input_json_delta\",\"partial_json\":\(JSONText.quote($0))}"
        })
    }
    steps.append(
      (
        "message_delta",
        """
        {"type":"message_delta","delta":{"stop_reason":"\(stop)","stop_sequence":null},\
        "usage":{"output_tokens":\(produced)}}
        """
      ))
    steps.append(("message_stop", "{\"type\":\"message_stop\"}"))
    let player = ChatPlayer(exchange, events, .anthropicFirst, .anthropicToken)
    player.play(steps.map { .named($0.0, $0.1) })
  }

  private func begin(_ request: AnthropicRequest, _ usage: AnthropicRequest.Usage) -> [(String, String)] {
    let start = """
      {"type":"message_start","message":{"id":"\(id)","type":"message","role":"assistant",\
      "model":\(JSONText.quote(request.model)),"content":[],"stop_reason":null,"stop_sequence":null,\
      "usage":\(usage.json(output: 1))}}
      """
    return [("message_start", start), ("ping", "{\"type\":\"ping\"}")]
  }

  private func block(_ index: Int, _ content: String, _ deltas: [String]) -> [(String, String)] {
    [
      (
        "content_block_start",
        "{\"type\":\"content_block_start\",\"index\":\(index),\"content_block\":\(content)}"
      )
    ]
      + deltas.map {
        ("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":\(index),\"delta\":\($0)}")
      } + [("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":\(index)}")]
  }

  private func whole(_ reply: ChatScript.Reply, _ request: AnthropicRequest, _ usage: AnthropicRequest.Usage)
  {
    var content: [String] = []
    if !reply.text.isEmpty { content.append("{\"type\":\"text\",\"text\":\(JSONText.quote(reply.text))}") }
    if let call = reply.call {
      content.append(
        "{\"type\":\"tool_use\",\"id\":\"toolu_\(id.suffix(20))\",\"name\":\"\(call.name)\",\"input\":\(call.arguments)}"
      )
    }
    let tokens = ChatTokens.count(reply.text)
    context.tally.count(.anthropic) { $0.tokensOut += tokens }
    exchange.connection.after(exchange.connection.draw(.anthropicFirst)) { [self] in
      exchange.respond(
        200,
        json: """
          {"id":"\(id)","type":"message","role":"assistant","model":\(JSONText.quote(request.model)),\
          "content":\(JSONText.list(content)),"stop_reason":"\(reply.call == nil ? "end_turn" : "tool_use")",\
          "stop_sequence":null,"usage":\(usage.json(output: tokens))}
          """)
    }
  }
}

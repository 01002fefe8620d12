internal import Conversation
internal import Networking
public import Providers
internal import Wire

/// Claude models, by Anthropic's Messages.
public struct AnthropicModel: ChatModel {
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let timing: CloudTiming
  private let model: String

  init(loop: ProviderLoop, vendor: Vendor, timing: CloudTiming, model: String) {
    self.loop = loop
    self.vendor = vendor
    self.timing = timing
    self.model = model
  }

  /// Opens a connection, so that the first answer does not wait for it.
  public func warm() { loop.warm(origin: vendor.origin) }

  public func complete(
    _ request: ChatRequest, events: @escaping @Sendable (ChatEvent) -> Void
  ) -> any Cancellable {
    let call = ModelCall(AnthropicAnswer(vendor: vendor), vendor: vendor, events: events)
    call.begin(
      HTTPRequest(
        method: "POST", url: vendor.url(AnthropicRequest.target),
        headers: [
          ("x-api-key", vendor.key?.headerValue ?? ""), ("anthropic-version", AnthropicRequest.version),
          ("content-type", "application/json"), ("accept", "text/event-stream"),
        ], body: Self.body(request, model: model), timeouts: timing.http), on: loop)
    return call
  }

  /// The request in the vendor's words. It wants the user to begin and to have the last word.
  static func body(_ request: ChatRequest, model: String) -> [UInt8] {
    var body = AnthropicRequest(model: model, maxTokens: request.parameters.maxTokens)
    body.temperature = request.parameters.temperature.map { min($0, 1) }
    body.system = [request.stablePrompt, request.volatilePrompt]
    body.stableSystem = 1
    body.tools = request.tools.map {
      AnthropicTool(
        name: $0.name, description: $0.description,
        inputSchema: (try? JSONFragment(object: $0.parameters.json)) ?? .emptyObject)
    }
    body.messages = ChatTurns.turns(request.messages).map { turn in
      switch turn {
      case .user(let texts): AnthropicMessage(.user, texts.map { .text($0) })
      case .assistant(let texts, let calls):
        AnthropicMessage(
          .assistant,
          texts.map { .text($0) }
            + calls.map {
              .toolUse(
                id: $0.id, name: $0.name,
                input: (try? JSONFragment(object: $0.arguments)) ?? .emptyObject)
            })
      case .results(let results):
        AnthropicMessage(
          .user, results.map { .toolResult(id: $0.id, content: $0.content, isError: $0.isError) })
      }
    }
    if body.messages.first?.role != .user {
      body.messages.insert(AnthropicMessage(.user, [.text("(The call is answered.)")]), at: 0)
    }
    if body.messages.last?.role != .user {
      body.messages.append(AnthropicMessage(.user, [.text("(Go on.)")]))
    }
    return body.body
  }
}

extension CloudTiming {
  var http: HTTPTimeouts { HTTPTimeouts(connect: connect, firstByte: firstByte, betweenBytes: betweenBytes) }
}

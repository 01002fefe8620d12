internal import Conversation
internal import Networking
public import Providers
internal import Wire

/// Models behind any server that speaks OpenAI's chat completions: OpenAI, vLLM, llama.cpp, Ollama and the hosted ones.
public struct OpenAIChatModel: ChatModel {
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let timing: CloudTiming
  private let model: String
  private let tokenLimitName: ChatCompletionsRequest.TokenLimitName

  init(
    loop: ProviderLoop, vendor: Vendor, timing: CloudTiming, model: String,
    tokenLimitName: ChatCompletionsRequest.TokenLimitName
  ) {
    self.loop = loop
    self.vendor = vendor
    self.timing = timing
    self.model = model
    self.tokenLimitName = tokenLimitName
  }

  /// Opens a connection, so that the first answer does not wait for it.
  public func warm() { loop.warm(origin: vendor.origin) }

  public func complete(
    _ request: ChatRequest, events: @escaping @Sendable (ChatEvent) -> Void
  ) -> any Cancellable {
    var headers = [("content-type", "application/json"), ("accept", "text/event-stream")]
    if let key = vendor.key { headers.append(("authorization", "Bearer " + key.headerValue)) }
    let answer = OpenAIAnswer(vendor: vendor, turn: request.messages.count)
    let call = ModelCall(answer, vendor: vendor, events: events)
    call.begin(
      HTTPRequest(
        method: "POST", url: vendor.url(ChatCompletionsRequest.target), headers: headers,
        body: Self.body(request, model: model, tokenLimitName), timeouts: timing.http), on: loop)
    return call
  }

  /// The request in the vendor's words.
  static func body(
    _ request: ChatRequest, model: String, _ limitName: ChatCompletionsRequest.TokenLimitName
  ) -> [UInt8] {
    var body = ChatCompletionsRequest(model: model)
    body.maxTokens = request.parameters.maxTokens
    body.tokenLimitName = limitName
    body.temperature = request.parameters.temperature
    body.tools = request.tools.map {
      ChatCompletionsTool(
        name: $0.name, description: $0.description,
        parameters: (try? JSONFragment(object: $0.parameters.json)) ?? .emptyObject)
    }
    // One message, and the first: the templates of many local models take no other system message.
    let system = [request.stablePrompt, request.volatilePrompt].filter { !$0.isEmpty }
    if !system.isEmpty { body.messages.append(.system(system.joined(separator: "\n\n"))) }
    for turn in ChatTurns.turns(request.messages) {
      switch turn {
      case .user(let texts): body.messages.append(.user(texts.joined(separator: "\n")))
      case .assistant(let texts, let calls):
        let calls = calls.map {
          ChatCompletionsMessage.Call(
            id: $0.id, name: $0.name,
            arguments: (try? JSONFragment(object: $0.arguments)) ?? .emptyObject)
        }
        body.messages.append(.assistant(texts.joined(separator: " "), calls: calls))
      case .results(let results):
        body.messages += results.map { .tool(callID: $0.id, content: $0.content) }
      }
    }
    return body.body
  }
}

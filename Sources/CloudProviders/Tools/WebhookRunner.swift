internal import Audio
public import Conversation
public import Networking
public import Providers
internal import Wire

/// Runs an agent's own tools: a signed `POST` to the tool's address, and what it answers.
///
/// The body is `{"tool", "call", "arguments"}`. The headers are those of the Standard Webhooks specification
/// (`webhook-id`, `webhook-timestamp`, `webhook-signature`), so that its libraries can check them, and `idempotency-key`,
/// the same for a request that is sent again. Redirects are not followed: they would take a caller's words elsewhere.
public struct WebhookRunner: ToolRunner {
  private let loop: ProviderLoop
  private let environment: CloudEnvironment

  /// - Parameter environment: of the process, for the secrets that tools name.
  public init(loop: ProviderLoop, environment: [String: String]) {
    self.loop = loop
    self.environment = CloudEnvironment(environment)
  }

  /// What is wrong with a tool before it is ever used: a secret that is not there.
  public func problem(with tool: ToolDefinition) -> ProviderError? {
    guard !tool.secretVariable.isEmpty, environment.secret(tool.secretVariable) == nil else { return nil }
    return .misconfigured(
      "the tool \(tool.name) signs its requests: set \(tool.secretVariable) in the environment")
  }

  public func run(
    _ use: ToolUse, answer: @escaping @Sendable (ToolAnswer) -> Void
  ) -> any Cancellable {
    run(use, traceparent: nil, answer: answer)
  }

  /// - Parameter traceparent: the header of that name (W3C Trace Context), for tools that trace, too.
  public func run(
    _ use: ToolUse, traceparent: String?, answer: @escaping @Sendable (ToolAnswer) -> Void
  ) -> any Cancellable {
    let call = WebhookCall(tool: use.tool.name, answer)
    if let problem = problem(with: use.tool) {
      call.finish(.failed(problem))
      return call
    }
    var request = request(use)
    if let traceparent { request.headers.append(("traceparent", traceparent)) }
    call.begin(request, on: loop)
    return call
  }

  private func request(_ use: ToolUse) -> HTTPRequest {
    let arguments = (try? JSONFragment(object: use.arguments)) ?? .emptyObject
    let body = WebhookBody(tool: use.tool.name, call: use.call, arguments: arguments).bytes
    var headers = [
      ("content-type", "application/json"), ("accept", "application/json, text/plain"),
      ("idempotency-key", use.idempotencyKey),
    ]
    if let secret = environment.secret(use.tool.secretVariable) {
      headers += WebhookSignature.headers(
        id: use.idempotencyKey, body: body, secret: secret, wallClock: Vendor.wallClock)
    }
    let wait = MediaTime.seconds(use.tool.timeoutSeconds)
    var request = HTTPRequest(
      method: "POST", url: use.tool.url, headers: headers, body: body,
      timeouts: HTTPTimeouts(
        connect: min(wait, .milliseconds(3000)), firstByte: wait, betweenBytes: wait, total: wait))
    request.isRepeatable = !use.tool.hasSideEffects
    return request
  }
}

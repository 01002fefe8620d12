internal import Audio
internal import Providers
internal import Wire

/// A Claude model's streamed answer.
struct AnthropicAnswer: ModelAnswer {
  let vendor: Vendor
  private var calls = ToolCallAssembler()
  /// The blocks of tool calls that have begun and not ended.
  private var openCalls: Set<Int> = []
  private var usage = AnthropicUsage()
  private var stop: AnthropicStop?

  init(vendor: Vendor) { self.vendor = vendor }

  mutating func received(_ data: [UInt8]) -> [ChatEvent] {
    do throws(WireError) {
      return try take(try AnthropicEvent(parsing: data))
    } catch {
      return [.failed(vendor.unusable(error))]
    }
  }

  private mutating func take(_ event: AnthropicEvent) throws(WireError) -> [ChatEvent] {
    switch event {
    case .messageStart(_, _, let usage): return note(usage)
    case .textStart(_, let text): return text.isEmpty ? [] : [.text(text)]
    case .textDelta(_, let text): return text.isEmpty ? [] : [.text(text)]
    case .toolStart(let block, let id, let name):
      try calls.append(index: block, id: id, name: name, arguments: "")
      openCalls.insert(block)
      return [.progress]
    case .inputDelta(let block, let json):
      if openCalls.contains(block) { try calls.append(index: block, id: nil, name: nil, arguments: json) }
      return [.progress]
    case .blockStop(let block):
      guard openCalls.remove(block) != nil, openCalls.isEmpty else { return [] }
      return try calls.finish().map {
        .toolCall(ToolCall(id: $0.id, name: $0.name, arguments: $0.arguments))
      }
    case .messageDelta(let stop, let usage):
      if let stop { self.stop = stop }
      return note(usage)
    case .messageStop: return [.finished(stop?.reason ?? .other(""))]
    // A ping is no progress: a server can ping for ever.
    case .ping: return []
    case .error(let fault): return [.failed(vendor.anthropicFault(fault, retryAfter: nil))]
    case .unknown: return [.progress]
    }
  }

  private mutating func note(_ later: AnthropicUsage) -> [ChatEvent] {
    let before = usage
    usage.update(later)
    guard usage != before else { return [] }
    return [
      .usage(
        TokenUsage(
          input: usage.input ?? 0, cachedInput: usage.cacheRead ?? 0, cacheWrites: usage.cacheCreation ?? 0,
          output: usage.output ?? 0))
    ]
  }

  mutating func ended() -> [ChatEvent] { [.failed(vendor.failed("the answer broke off"))] }

  func refusal(status: Int, retryAfter: MediaTime?, body: [UInt8]) -> ProviderError {
    guard let fault = AnthropicFault(body: body) else {
      return vendor.refusal(status: status, retryAfter: retryAfter, said: "")
    }
    if fault.kind == .other || fault.kind == .api {
      return vendor.refusal(status: status, retryAfter: retryAfter, said: fault.message)
    }
    return vendor.anthropicFault(fault, retryAfter: retryAfter)
  }
}

extension AnthropicStop {
  fileprivate var reason: StopReason {
    switch self {
    case .endTurn, .stopSequence: .said
    case .maxTokens: .length
    case .toolUse: .tools
    case .refusal: .refused
    case .other(let reason): .other(reason)
    }
  }
}

extension Vendor {
  fileprivate func anthropicFault(_ fault: AnthropicFault, retryAfter: MediaTime?) -> ProviderError {
    let status =
      switch fault.kind {
      case .authentication, .permission: 401
      case .billing: 402
      case .notFound: 404
      case .rateLimit: 429
      case .overloaded: 529
      case .invalidRequest: 400
      case .tooLarge: 413
      case .timeout: 504
      case .api, .other: 500
      }
    return refusal(status: status, retryAfter: retryAfter, said: fault.message)
  }
}

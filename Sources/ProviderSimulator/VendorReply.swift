import Foundation

/// What each vendor says when it does not serve a request, by its documentation.
struct VendorReply {
  private let vendor: Vendor
  private let requestID = UUID().uuidString.lowercased()

  init(_ vendor: Vendor) { self.vendor = vendor }

  func accepts(_ request: SimulatedRequest, key: String) -> Bool {
    switch vendor {
    case .deepgram, .flux, .aura: request.token("Token", "Bearer") == key
    case .anthropic: request.header("x-api-key") == key || request.token("Bearer") == key
    case .openai: request.token("Bearer") == key
    case .cartesia:
      (request.header("x-api-key") ?? request.token("Bearer") ?? request.query["api_key"]) == key
    // ElevenLabs also takes the key in the first message.
    case .elevenlabs: request.header("xi-api-key").map { $0 == key } ?? true
    case .webhook, .otlp: true
    }
  }

  var headers: [(String, String)] {
    switch vendor {
    case .deepgram, .flux, .aura: [("dg-request-id", requestID)]
    case .anthropic: [("request-id", "req_\(requestID.prefix(8))")]
    case .openai: [("x-request-id", "req_\(requestID.prefix(8))")]
    default: []
    }
  }

  var overloadedStatus: Int { vendor == .anthropic ? 529 : 503 }

  var unauthorized: String {
    switch vendor {
    case .deepgram, .flux, .aura: deepgram("INVALID_AUTH", "Invalid credentials.")
    case .anthropic: anthropic("authentication_error", "invalid x-api-key")
    case .openai: openai("Incorrect API key provided.", "invalid_request_error", "invalid_api_key")
    case .cartesia: cartesia("Unauthorized", "The API key is not valid.", "unauthorized", 401)
    case .elevenlabs: elevenlabs("invalid_api_key", "Invalid API key")
    case .webhook, .otlp: "{\"error\":\"unauthorized\"}"
    }
  }

  var rateLimited: String {
    switch vendor {
    case .deepgram, .flux, .aura:
      deepgram("TOO_MANY_REQUESTS", "Too many requests. Please try again later")
    case .anthropic:
      anthropic("rate_limit_error", "This request would exceed your organization's rate limit.")
    case .openai: openai("Rate limit reached for requests", "requests", "rate_limit_exceeded")
    case .cartesia: cartesia("Too many requests", "Concurrency limit exceeded.", "concurrency_limited", 429)
    case .elevenlabs: elevenlabs("too_many_concurrent_requests", "Too many concurrent requests.")
    case .webhook, .otlp: "{\"error\":\"too many requests\"}"
    }
  }

  var overloaded: String {
    switch vendor {
    case .deepgram, .flux, .aura: deepgram("SERVICE_UNAVAILABLE", "The service is temporarily unavailable.")
    case .anthropic: anthropic("overloaded_error", "Overloaded")
    case .openai: openai("The engine is currently overloaded.", "server_error", "service_unavailable")
    case .cartesia: cartesia("Unavailable", "The service is overloaded.", "unavailable", 503)
    case .elevenlabs: elevenlabs("system_busy", "The system is experiencing heavy traffic.")
    case .webhook, .otlp: "{\"error\":\"overloaded\"}"
    }
  }

  var serverError: String {
    switch vendor {
    case .deepgram, .flux, .aura: deepgram("INTERNAL_SERVER_ERROR", "Internal server error.")
    case .anthropic: anthropic("api_error", "Internal server error")
    case .openai: openai("The server had an error.", "server_error", nil)
    case .cartesia: cartesia("Internal error", "Internal server error.", "internal_server_error", 500)
    case .elevenlabs: elevenlabs("internal_server_error", "An internal error occurred.")
    case .webhook, .otlp: "{\"error\":\"internal\"}"
    }
  }

  func malformed(_ reason: String) -> String {
    switch vendor {
    case .deepgram, .flux, .aura: deepgram("Bad Request", reason)
    case .anthropic: anthropic("invalid_request_error", reason)
    case .openai: openai(reason, "invalid_request_error", nil)
    case .cartesia: cartesia("Bad request", reason, "bad_request", 400)
    case .elevenlabs: elevenlabs("invalid_request", reason)
    case .webhook, .otlp: "{\"error\":\(JSONText.quote(reason))}"
    }
  }

  func unknownModel(_ model: String) -> String {
    switch vendor {
    case .anthropic: anthropic("not_found_error", "model: \(model)")
    case .openai:
      openai(
        "The model `\(model)` does not exist or you do not have access to it.",
        "invalid_request_error", "model_not_found")
    default: malformed("no model \(model)")
    }
  }

  private func deepgram(_ code: String, _ message: String) -> String {
    "{\"err_code\":\"\(code)\",\"err_msg\":\(JSONText.quote(message)),\"request_id\":\"\(requestID)\"}"
  }

  private func anthropic(_ type: String, _ message: String) -> String {
    """
    {"type":"error","error":{"type":"\(type)","message":\(JSONText.quote(message))},\
    "request_id":"req_\(requestID.prefix(8))"}
    """
  }

  private func openai(_ message: String, _ type: String, _ code: String?) -> String {
    """
    {"error":{"message":\(JSONText.quote(message)),"type":"\(type)","param":null,\
    "code":\(code.map(JSONText.quote) ?? "null")}}
    """
  }

  private func cartesia(_ title: String, _ message: String, _ code: String, _ status: Int) -> String {
    """
    {"type":"error","done":true,"title":"\(title)","message":\(JSONText.quote(message)),\
    "error_code":"\(code)","status_code":\(status),"request_id":"\(requestID)"}
    """
  }

  private func elevenlabs(_ status: String, _ message: String) -> String {
    "{\"detail\":{\"status\":\"\(status)\",\"message\":\(JSONText.quote(message))}}"
  }
}

internal import Audio
internal import Networking
internal import Providers
internal import Synchronization
internal import Wire

/// A clause that one of ElevenLabs's voices speaks, and its socket.
final class ElevenLabsClause: Cancellable {
  private struct State {
    var timer = ElevenLabsWordTimer()
    var exchange: WebSocketExchange?
    var isOver = false
  }

  private let state = Mutex(State())
  private let output: ClauseOutput
  private let vendor: Vendor

  init(_ output: ClauseOutput, vendor: Vendor) {
    self.output = output
    self.vendor = vendor
  }

  func begin(_ request: WebSocketRequest, messages: [[UInt8]], on loop: ProviderLoop) {
    let exchange = loop.open(request) { self.received($0) }
    for message in messages { exchange.send(text: message) }
    let isOver = state.withLock { state in
      state.exchange = exchange
      return state.isOver
    }
    if isOver { exchange.cancel() }
  }

  func cancel() {
    output.cancel()
    end()
  }

  private func received(_ event: WebSocketEvent) {
    switch event {
    case .opened, .binary: break
    case .text(let message): received(message)
    case .closed(let code, let reason):
      // It closes when it is done, not always with a word about it.
      if code == 1000, reason.isEmpty, output.duration > .zero {
        finish()
      } else {
        fail(vendor.closed(code: code, reason: reason))
      }
    case .failed(let failure): fail(vendor.failure(failure))
    }
  }

  private func received(_ message: [UInt8]) {
    do throws(WireError) {
      switch try ElevenLabsMessage(parsing: message) {
      case .audio(let audio, let alignment):
        let offset = output.duration
        output.audio(audio)
        if let alignment {
          output.words(state.withLock { $0.timer.append(alignment, offset: offset) })
        }
      case .final: finish()
      case .error(let fault): fail(vendor.elevenLabsFault(fault))
      case .unknown: break
      }
    } catch {
      fail(vendor.unusable(error))
    }
  }

  private func finish() {
    if let word = state.withLock({ $0.timer.finish() }) { output.words([word]) }
    output.finish()
    end()
  }

  private func fail(_ error: ProviderError) {
    output.fail(error)
    end()
  }

  private func end() {
    state.withLock { state in
      state.isOver = true
      return state.exchange
    }?.cancel()
  }
}

extension Vendor {
  func elevenLabsFault(_ fault: ElevenLabsFault) -> ProviderError {
    switch fault.code {
    case "invalid_api_key", "missing_permissions", "needs_authorization", "invalid_authorization_header":
      refusal(status: 401, said: "")
    case "voice_not_found", "voice_id_does_not_exist", "model_not_found", "model_id_does_not_exist",
      "invalid_voice_id", "unsupported_model", "invalid_output_format", "output_format_not_allowed",
      "quota_exceeded":
      misconfigured(fault.code, said: fault.message)
    case "too_many_concurrent_requests", "rate_limit_exceeded", "max_active_conversations":
      refusal(status: 429, said: fault.message)
    case "system_busy": .overloaded("\(name): \(fault.code)")
    default: failed(fault.code.isEmpty ? "an error" : fault.code, said: fault.message)
    }
  }
}

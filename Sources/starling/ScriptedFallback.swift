import Providers
import Synchronization

/// A language model that the agent's script stands in for: it goes on where the dialogue is when the model fails
/// before it has said anything.
struct ScriptedFallback: LanguageModel {
  let model: any LanguageModel
  let script: any LanguageModel

  func reply(
    to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
  ) -> any ReplyHandle {
    let reply = Reply()
    let script = script
    reply.begin(
      model.reply(to: request) { event in
        switch event {
        case .failed where reply.isUnsaid: reply.replace(with: { script.reply(to: request, events: events) })
        case .text, .digits:
          reply.said()
          events(event)
        default: events(event)
        }
      })
    return reply
  }

  private final class Reply: ReplyHandle {
    private struct State {
      var handle: (any ReplyHandle)?
      var hasSaid = false
      var isReplaced = false
      var isConfirmed = false
      var isCancelled = false
    }
    private let state = Mutex(State())

    var isUnsaid: Bool { state.withLock { !$0.hasSaid && !$0.isCancelled } }

    func said() { state.withLock { $0.hasSaid = true } }

    /// The model's handle; it may have failed before it was given back.
    func begin(_ handle: any ReplyHandle) {
      let isCancelled = state.withLock { state in
        if !state.isReplaced { state.handle = handle }
        return state.isCancelled
      }
      if isCancelled { handle.cancel() }
    }

    func replace(with start: () -> any ReplyHandle) {
      state.withLock { state in
        state.isReplaced = true
        state.handle = nil
      }
      let handle = start()
      let (isConfirmed, isCancelled) = state.withLock { state in
        state.handle = handle
        return (state.isConfirmed, state.isCancelled)
      }
      if isConfirmed { handle.confirm() }
      if isCancelled { handle.cancel() }
    }

    func confirm() {
      let handle = state.withLock { state in
        state.isConfirmed = true
        return state.handle
      }
      handle?.confirm()
    }

    func cancel() {
      let handle = state.withLock { state in
        state.isCancelled = true
        return state.handle
      }
      handle?.cancel()
    }
  }
}

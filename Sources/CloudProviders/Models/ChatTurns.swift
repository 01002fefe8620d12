internal import Providers

/// A conversation as vendors want it: what each side said in a row together, and what came of tools right behind the
/// calls, all of them.
enum ChatTurns {
  enum Turn: Equatable {
    case user([String])
    case assistant([String], calls: [ToolCall])
    case results([ToolResult])
  }

  /// What stands for a result that is not there yet.
  static let noResult = "No answer yet."

  static func turns(_ messages: [ChatMessage]) -> [Turn] {
    var results: [String: ToolResult] = [:]
    for case .toolResult(let result) in messages { results[result.id] = result }
    var turns: [Turn] = []
    var open: [ToolCall] = []
    func answerCalls() {
      guard !open.isEmpty else { return }
      turns.append(
        .results(
          open.map { results[$0.id] ?? ToolResult(id: $0.id, content: Self.noResult, isError: true) }))
      open = []
    }
    for message in messages {
      switch message {
      case .toolCall(let call):
        open.append(call)
        if case .assistant(let texts, let calls)? = turns.last {
          turns[turns.count - 1] = .assistant(texts, calls: calls + [call])
        } else {
          turns.append(.assistant([], calls: [call]))
        }
      case .toolResult: break
      case .assistant(let text):
        guard !isBlank(text) else { continue }
        answerCalls()
        if case .assistant(let texts, let calls)? = turns.last {
          turns[turns.count - 1] = .assistant(texts + [text], calls: calls)
        } else {
          turns.append(.assistant([text], calls: []))
        }
      case .user(let text):
        guard !isBlank(text) else { continue }
        answerCalls()
        if case .user(let texts)? = turns.last {
          turns[turns.count - 1] = .user(texts + [text])
        } else {
          turns.append(.user([text]))
        }
      }
    }
    answerCalls()
    return turns
  }

  private static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy { $0 <= 0x20 } }
}

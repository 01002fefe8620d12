/// One event of an OpenAI-compatible server's streamed answer.
///
/// The servers agree on little beyond the names. The text may be `null`, absent or empty; the usage comes in a last
/// chunk without choices, in the one with the finish reason, or in all of them; a finish reason that is empty is
/// none; arguments may be an object instead of text. All of that is read.
public struct ChatCompletionsChunk: Hashable, Sendable {
  /// A piece of a function's call. Pieces with one index belong together, unless a new `id` says otherwise.
  public struct CallDelta: Hashable, Sendable {
    public var index: Int
    public var id: String?
    public var name: String?
    /// A piece of the JSON text of the arguments.
    public var arguments: String

    public init(index: Int, id: String?, name: String?, arguments: String) {
      self.index = index
      self.id = id
      self.name = name
      self.arguments = arguments
    }
  }

  /// Why the model stopped.
  public enum Finish: Hashable, Sendable {
    case stop
    /// The limit of tokens was reached: the text is cut off.
    case length
    /// It waits for what comes of the functions it called.
    case toolCalls
    case contentFilter
    case other(String)
  }

  /// The next piece of the answer, often empty.
  public var text = ""
  public var calls: [CallDelta] = []
  public var finish: Finish?
  public var usage: ChatCompletionsUsage?

  public init() {}

  init(_ root: JSONElement) throws(WireError) {
    guard let choices = root["choices"], choices.isArray else { throw .missing(.choices) }
    usage = ChatCompletionsUsage(root["usage"])
    // One answer was asked for, so what is not the first is not for us.
    guard let choice = choices.elements.first(where: { ($0["index"]?.integer ?? 0) == 0 }) else { return }
    finish = choice["finish_reason"]?.string.flatMap { Self.finish($0) }
    guard let delta = choice["delta"] ?? choice["message"] else { return }
    text = delta["content"]?.string ?? delta["refusal"]?.string ?? ""
    for (place, call) in (delta["tool_calls"]?.elements ?? []).enumerated() {
      let index = call["index"]?.integer ?? place
      guard 0..<1024 ~= index else { throw .invalid(.blockIndex) }
      let function = call["function"]
      let arguments = function?["arguments"]
      calls.append(
        CallDelta(
          index: index, id: call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 },
          name: function?["name"]?.string.flatMap { $0.isEmpty ? nil : $0 },
          arguments: arguments?.string ?? arguments.map { $0.isObject ? $0.rawText : "" } ?? ""))
    }
  }

  private static func finish(_ reason: String) -> Finish? {
    switch reason {
    case "": nil
    case "stop": .stop
    case "length": .length
    case "tool_calls", "function_call": .toolCalls
    case "content_filter": .contentFilter
    default: .other(reason)
    }
  }
}

public import Conversation
internal import Wire

/// The tools of an agent as its language model sees them: what is built in, then its owner's, always in the same order.
public struct ToolCatalogue: Sendable {
  public let tools: [ToolDefinition]

  public init(of agent: AgentDefinition) {
    tools = Self.builtIn(agent) + agent.tools
  }

  func tool(_ name: String) -> ToolDefinition? { tools.first { $0.name == name } }

  private static func builtIn(_ agent: AgentDefinition) -> [ToolDefinition] {
    var tools = [
      define(
        .endCall, "Ends the call once what you say now has been heard. Say goodbye in the same answer.",
        ["reason": enumeration(CallOutcome.allCases.map(\.rawValue), "How the call came out.")], ["reason"])
    ]
    if !agent.transfers.isEmpty {
      let whom = agent.transfers.map { $0.description.isEmpty ? $0.name : "\($0.name): \($0.description)" }
      tools.append(
        define(
          .transfer, "Hands the call over to a person. \(whom.joined(separator: "; "))",
          ["to": enumeration(agent.transfers.map(\.name), "Whom to.")], ["to"]))
    }
    tools.append(
      define(
        .sendDigits, "Presses keys on the line, for a menu that asks for them.",
        ["digits": text("0 to 9, *, # and A to D", longest: 32)], ["digits"]))
    let slots = agent.flow?.questions.map(\.slot) ?? []
    tools.append(
      define(
        .collect, "Notes something the caller told. Use it as soon as it was said.",
        [
          "slot": slots.isEmpty
            ? text("A short name for it.", longest: 64) : enumeration(slots, "What it answers."),
          "value": text("What the caller said, as briefly as it is clear.", longest: 500),
        ], ["slot", "value"]))
    return tools
  }

  private static func define(
    _ tool: BuiltInTool, _ description: String, _ properties: KeyValuePairs<String, JSONValue>,
    _ required: [String]
  ) -> ToolDefinition {
    let schema = try? ToolSchema(
      .object([
        .init("type", .string("object")),
        .init("properties", .object(properties.map { .init($0.key, $0.value) })),
        .init("required", .array(required.map { .string($0) })),
        .init("additionalProperties", .bool(false)),
      ]))
    var definition = ToolDefinition(
      name: tool.rawValue, description: description, parameters: schema ?? .none)
    definition.hasSideEffects = false
    return definition
  }

  private static func enumeration(_ values: [String], _ description: String) -> JSONValue {
    .object([
      .init("type", .string("string")), .init("enum", .array(values.map { .string($0) })),
      .init("description", .string(description)),
    ])
  }

  private static func text(_ description: String, longest: Double) -> JSONValue {
    .object([
      .init("type", .string("string")), .init("minLength", .number(1)), .init("maxLength", .number(longest)),
      .init("description", .string(description)),
    ])
  }
}

internal import Conversation
internal import Wire
internal import Yams

// What an agent's language model may have done, and whom it may hand calls to.
extension AgentReader {
  mutating func tools(_ agent: YAMLMapping) throws(AgentFileError) -> [ToolDefinition] {
    var tools: [ToolDefinition] = []
    for node in try agent.sequence("tools") ?? [] {
      let tool = try tool(node)
      guard !tools.contains(where: { $0.name == tool.name }) else {
        throw AgentFileError(at: node.mark, in: file, .duplicate(kind: "tool", id: tool.name))
      }
      tools.append(tool)
    }
    guard tools.count <= 64 else {
      throw agent.error("tools", .wrongType(key: "tools", expected: "a list of at most 64 tools"))
    }
    return tools
  }

  private mutating func tool(_ node: Node) throws(AgentFileError) -> ToolDefinition {
    let keys = [
      "name", "description", "parameters", "url", "timeout_seconds", "filler", "secret_env", "side_effects",
    ]
    let map = try YAMLMapping(node, owner: "a tool", keys: keys, file: file)
    let name = try identifier("name", in: map)
    guard BuiltInTool(rawValue: name) == nil else {
      throw map.error(
        "name",
        .badValue(key: "name", value: name, expected: "a name that no built-in tool has", suggestion: nil))
    }
    _ = try map.required("url")
    var tool = ToolDefinition(
      name: name,
      description: try YAMLMapping.string(try map.required("description"), key: "description", file: file),
      parameters: try parameters(of: name, map), url: try address("url", in: map) ?? "")
    tool.timeoutSeconds = try map.number("timeout_seconds", in: 0.1...30) ?? tool.timeoutSeconds
    tool.filler = try line("filler", in: map) ?? tool.filler
    tool.secretVariable = try secret(map) ?? ""
    tool.hasSideEffects = try map.bool("side_effects") ?? true
    return tool
  }

  /// The name of a variable: the secret itself has no place in a file.
  private func secret(_ map: YAMLMapping) throws(AgentFileError) -> String? {
    guard let name = try map.string("secret_env") else { return nil }
    let isVariable = name.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
    guard isVariable, name.utf8.count <= 64, name.utf8.first.map({ $0 > 57 }) ?? false else {
      throw map.error(
        "secret_env",
        .wrongType(key: "secret_env", expected: "the name of an environment variable, such as BOOKING_SECRET")
      )
    }
    return name
  }

  private func parameters(of tool: String, _ map: YAMLMapping) throws(AgentFileError) -> ToolSchema {
    guard let node = map.node("parameters") else { return .none }
    let document = try Self.json(node, key: "parameters", file: file, depth: 0)
    do {
      return try ToolSchema(document)
    } catch {
      throw AgentFileError(at: node.mark, in: file, .badSchema(tool: tool, error))
    }
  }

  /// YAML as JSON: what is plain and looks like a number, a truth value or nothing is one.
  private static func json(
    _ node: Node, key: String, file: String, depth: Int
  ) throws(AgentFileError) -> JSONValue {
    guard depth < JSONValue.maximumDepth else {
      throw AgentFileError(at: node.mark, in: file, .wrongType(key: key, expected: "nested less deep"))
    }
    switch node {
    case .scalar(let scalar):
      guard scalar.style == .plain else { return .string(scalar.string) }
      switch scalar.string {
      case "true": return .bool(true)
      case "false": return .bool(false)
      case "null", "~", "": return .null
      default:
        if let value = try? JSONValue(parsing: scalar.string), value.number != nil { return value }
        return .string(scalar.string)
      }
    case .sequence(let nodes):
      var elements: [JSONValue] = []
      for node in nodes { elements.append(try json(node, key: key, file: file, depth: depth + 1)) }
      return .array(elements)
    case .mapping:
      var members: [JSONValue.Member] = []
      for (name, value) in try YAMLMapping.pairs(of: node, key: key, file: file) {
        members.append(
          JSONValue.Member(name.string, try json(value, key: name.string, file: file, depth: depth + 1)))
      }
      return .object(members)
    case .alias:
      throw AgentFileError(
        at: node.mark, in: file, .wrongType(key: key, expected: "written out, without an alias"))
    }
  }

  func transfers(_ agent: YAMLMapping) throws(AgentFileError) -> [TransferTarget] {
    var targets: [TransferTarget] = []
    for node in try agent.sequence("transfers") ?? [] {
      let map = try YAMLMapping(node, owner: "a transfer", keys: ["name", "to", "description"], file: file)
      let addressNode = try map.required("to")
      var target = TransferTarget(
        name: try identifier("name", in: map),
        address: try YAMLMapping.string(addressNode, key: "to", file: file))
      let digits = target.address.dropFirst()
      let isNumber =
        target.address.hasPrefix("+") && (6...15).contains(digits.count)
        && digits.utf8.allSatisfy { (48...57).contains($0) }
      let isAddress = target.address.hasPrefix("sip:") || target.address.hasPrefix("sips:")
      guard isNumber || isAddress && target.address.contains("@") else {
        throw AgentFileError(
          at: addressNode.mark, in: file,
          .badValue(
            key: "to", value: target.address, expected: "a number such as \"+15550100\", in quotes, or sip:…",
            suggestion: nil))
      }
      target.description = try map.string("description") ?? ""
      guard !targets.contains(where: { $0.name == target.name }) else {
        throw AgentFileError(at: node.mark, in: file, .duplicate(kind: "transfer", id: target.name))
      }
      targets.append(target)
    }
    return targets
  }
}

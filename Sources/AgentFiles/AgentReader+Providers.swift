internal import Conversation
internal import Yams

// Which providers an agent uses, in which order.
extension AgentReader {
  func providers(_ node: Node) throws(AgentFileError) -> ProviderPlan {
    let map = try YAMLMapping(
      node, owner: "providers", keys: ProviderVendor.Role.allCases.map(\.rawValue) + ["hedge"], file: file)
    var plan = ProviderPlan()
    plan.recogniser = try choices(.recogniser, in: map)
    plan.model = try choices(.model, in: map)
    plan.voice = try choices(.voice, in: map)
    plan.hedges = try map.bool("hedge") ?? false
    return plan
  }

  private func choices(
    _ role: ProviderVendor.Role, in map: YAMLMapping
  ) throws(AgentFileError) -> [ProviderChoice] {
    guard let nodes = try map.sequence(role.rawValue) else { return [] }
    guard !nodes.isEmpty, nodes.count <= 8 else {
      throw map.error(
        role.rawValue, .wrongType(key: role.rawValue, expected: "a list of one to eight providers"))
    }
    var choices: [ProviderChoice] = []
    for node in nodes {
      let choice = try self.choice(node, role)
      guard !choices.contains(choice) else {
        throw AgentFileError(at: node.mark, in: file, .duplicate(kind: role.rawValue, id: choice.name))
      }
      choices.append(choice)
    }
    return choices
  }

  private func choice(
    _ node: Node, _ role: ProviderVendor.Role
  ) throws(AgentFileError) -> ProviderChoice {
    let owner = "a \(role.rawValue)"
    let map = try YAMLMapping(node, owner: owner, keys: Self.keys(of: role), file: file)
    let vendorNode = try map.required("vendor")
    let vendor = try YAMLMapping.oneOf(vendorNode, key: "vendor", ProviderVendor.self, file: file)
    guard vendor.roles.contains(role) else {
      let able = ProviderVendor.allCases.filter { $0.roles.contains(role) }.map(\.rawValue)
      throw map.error(
        "vendor",
        .badValue(
          key: "vendor", value: vendor.rawValue, expected: "\(able.joined(separator: ", ")) for \(owner)",
          suggestion: nil))
    }
    var choice = ProviderChoice(
      vendor, model: try map.string("model") ?? "", voice: try map.string("voice") ?? "")
    choice.baseURL = try address("base_url", in: map) ?? ""
    choice.parameters.temperature = try map.number("temperature", in: 0...2)
    choice.parameters.maxTokens =
      try map.integer("max_tokens", in: 1...8_192) ?? choice.parameters.maxTokens
    if role == .model, vendor != .scripted { _ = try map.required("model") }
    if vendor == .cartesia || vendor == .elevenlabs { _ = try map.required("voice") }
    return choice
  }

  private static func keys(of role: ProviderVendor.Role) -> [String] {
    switch role {
    case .recogniser: ["vendor", "model", "base_url"]
    case .model: ["vendor", "model", "base_url", "temperature", "max_tokens"]
    case .voice: ["vendor", "model", "voice", "base_url"]
    }
  }

  /// A URL that a key, or a caller's words, may be sent to: encrypted, or not leaving the house.
  func address(_ key: String, in map: YAMLMapping) throws(AgentFileError) -> String? {
    guard var text = try map.string(key) else { return nil }
    while text.hasSuffix("/") { text.removeLast() }
    guard Self.isUsable(address: text) else {
      throw map.error(
        key,
        .badValue(
          key: key, value: text,
          expected: "https://…, or http:// to a private address, without a user name or a fragment",
          suggestion: nil))
    }
    return text
  }

  private static func isUsable(address: String) -> Bool {
    guard address.utf8.count <= 1_024, address.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) })
    else { return false }
    let isEncrypted = address.hasPrefix("https://")
    guard isEncrypted || address.hasPrefix("http://") else { return false }
    let rest = address.dropFirst(isEncrypted ? 8 : 7)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.contains("@"), !rest.contains("#"),
      !rest.contains("\\")
    else { return false }
    return isEncrypted || isPrivate(authority)
  }

  private static func isPrivate(_ authority: Substring) -> Bool {
    if authority.hasPrefix("[::1]") { return true }
    let host = authority.prefix { $0 != ":" }.lowercased()
    if host == "localhost" || host.hasSuffix(".local") || host.hasSuffix(".internal") || !host.contains(".") {
      return true
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4, let first = parts[0], let second = parts[1], parts[2] != nil, parts[3] != nil
    else {
      return false
    }
    return first == 127 || first == 10 || first == 192 && second == 168
      || first == 172 && (16...31).contains(second)
  }
}

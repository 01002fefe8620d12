internal import Conversation
internal import Yams

/// A YAML mapping whose keys are known: reads values by key, and refuses what does not belong.
struct YAMLMapping {
  let file: String
  /// What the mapping describes, for errors: "a question".
  let owner: String
  let mark: Mark?
  private var values: [String: Node] = [:]

  /// - Parameter keys: all that may occur.
  init(_ node: Node, owner: String, keys: [String], file: String) throws(AgentFileError) {
    self.file = file
    self.owner = owner
    mark = node.mark
    for (key, value) in try Self.pairs(of: node, key: owner, file: file) {
      guard keys.contains(key.string) else {
        let suggestion = EditDistance.nearest(to: key.string, in: keys)
        throw AgentFileError(at: key.mark, in: file, .unknownKey(key.string, suggestion: suggestion))
      }
      values[key.string] = value
    }
  }

  /// A mapping's pairs with scalar keys, in the file's order.
  static func pairs(
    of node: Node, key: String, file: String
  ) throws(AgentFileError) -> [(key: Node.Scalar, value: Node)] {
    guard case .mapping(let mapping) = node else {
      throw AgentFileError(
        at: node.mark, in: file, .wrongType(key: key, expected: "a mapping of keys to values"))
    }
    var pairs: [(Node.Scalar, Node)] = []
    for (name, value) in mapping {
      guard case .scalar(var scalar) = name else {
        throw AgentFileError(
          at: name.mark, in: file, .wrongType(key: key, expected: "a mapping with plain keys"))
      }
      scalar.mark = scalar.mark ?? node.mark
      pairs.append((scalar, value))
    }
    return pairs
  }

  func node(_ key: String) -> Node? { values[key] }

  func required(_ key: String) throws(AgentFileError) -> Node {
    guard let node = values[key] else {
      throw AgentFileError(at: mark, in: file, .missingKey(key, in: owner))
    }
    return node
  }

  func error(_ key: String, _ problem: AgentFileError.Problem) -> AgentFileError {
    AgentFileError(at: values[key]?.mark ?? mark, in: file, problem)
  }

  // MARK: - Scalars

  func string(_ key: String) throws(AgentFileError) -> String? {
    guard let node = values[key] else { return nil }
    return try Self.string(node, key: key, file: file)
  }

  static func string(_ node: Node, key: String, file: String) throws(AgentFileError) -> String {
    guard case .scalar(let scalar) = node, !(scalar.string.isEmpty && scalar.style == .plain) else {
      throw AgentFileError(at: node.mark, in: file, .wrongType(key: key, expected: "a text"))
    }
    return scalar.string
  }

  func bool(_ key: String) throws(AgentFileError) -> Bool? {
    guard let text = try string(key) else { return nil }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw error(key, .wrongType(key: key, expected: "true or false"))
    }
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(AgentFileError) -> Int? {
    guard let text = try string(key) else { return nil }
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let value = Int(text) else { throw error(key, .wrongType(key: key, expected: expected)) }
    guard range.contains(value) else {
      throw error(key, .badValue(key: key, value: text, expected: expected, suggestion: nil))
    }
    return value
  }

  func number(_ key: String, in range: ClosedRange<Double>) throws(AgentFileError) -> Double? {
    guard let text = try string(key) else { return nil }
    let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
    guard let value = Double(text) else { throw error(key, .wrongType(key: key, expected: expected)) }
    guard range.contains(value) else {
      throw error(key, .badValue(key: key, value: text, expected: expected, suggestion: nil))
    }
    return value
  }

  func oneOf<Value: CaseIterable & RawRepresentable<String>>(
    _ key: String, _ type: Value.Type
  ) throws(AgentFileError) -> Value? {
    guard let node = values[key] else { return nil }
    return try Self.oneOf(node, key: key, type, file: file)
  }

  static func oneOf<Value: CaseIterable & RawRepresentable<String>>(
    _ node: Node, key: String, _ type: Value.Type, file: String
  ) throws(AgentFileError) -> Value {
    let text = try string(node, key: key, file: file)
    guard let value = Value(rawValue: text) else {
      let names = type.allCases.map(\.rawValue)
      let problem = AgentFileError.Problem.badValue(
        key: key, value: text, expected: names.joined(separator: ", "),
        suggestion: EditDistance.nearest(to: text, in: names))
      throw AgentFileError(at: node.mark, in: file, problem)
    }
    return value
  }

  // MARK: - Sequences

  func sequence(_ key: String) throws(AgentFileError) -> [Node]? {
    guard let node = values[key] else { return nil }
    return try Self.sequence(node, key: key, file: file)
  }

  static func sequence(_ node: Node, key: String, file: String) throws(AgentFileError) -> [Node] {
    guard case .sequence(let sequence) = node else {
      throw AgentFileError(at: node.mark, in: file, .wrongType(key: key, expected: "a list"))
    }
    return Array(sequence)
  }
}

extension AgentFileError {
  init(at mark: Mark?, in file: String, _ problem: Problem) {
    self.init(file: file, line: mark?.line, column: mark?.column, problem: problem)
  }
}

public import Conversation

/// Why a file is no agent definition, and where.
public struct AgentFileError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    case unreadable(String)
    case tooLarge(bytes: Int, limit: Int)
    case notUTF8
    case empty
    case syntax(String)
    case unknownKey(String, suggestion: String?)
    case missingKey(String, in: String)
    case wrongType(key: String, expected: String)
    /// A value outside of what the key may hold.
    case badValue(key: String, value: String, expected: String, suggestion: String?)
    case duplicate(kind: String, id: String)
    case unknownQuestion(String, suggestion: String?)
    case unknownPlaceholder(String, suggestion: String?)
    /// A tool's parameters are no schema that arguments can be checked against.
    case badSchema(tool: String, ToolSchemaError)
  }

  public var file: String
  /// From 1; nil when the problem has no place in the file.
  public var line: Int?
  /// From 1, in Unicode scalars.
  public var column: Int?
  public var problem: Problem

  public init(file: String, line: Int? = nil, column: Int? = nil, problem: Problem) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }
}

extension AgentFileError: CustomStringConvertible {
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    return "\(place): \(problem)"
  }
}

extension AgentFileError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .tooLarge(let bytes, let limit): "is too large: \(bytes) bytes, at most \(limit) are read"
    case .notUTF8: "is not UTF-8 text"
    case .empty: "is empty; an agent needs at least name, company and greeting"
    case .syntax(let reason): "not valid YAML: \(reason)"
    case .unknownKey(let key, let suggestion): "unknown key \"\(key)\"" + Self.hint(suggestion)
    case .missingKey(let key, let owner): "\(owner) needs the key \"\(key)\""
    case .wrongType(let key, let expected): "\"\(key)\" must be \(expected)"
    case .badValue(let key, let value, let expected, let suggestion):
      "\"\(value)\" is no value for \"\(key)\"; expected \(expected)" + Self.hint(suggestion)
    case .duplicate(let kind, let id): "the \(kind) \"\(id)\" appears twice"
    case .unknownQuestion(let id, let suggestion): "no question has the id \"\(id)\"" + Self.hint(suggestion)
    case .badSchema(let tool, let error): "the parameters of the tool \"\(tool)\" cannot be used: \(error)"
    case .unknownPlaceholder(let name, let suggestion):
      "no slot fills the placeholder \"{\(name)}\"" + Self.hint(suggestion)
    }
  }

  private static func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
  }
}

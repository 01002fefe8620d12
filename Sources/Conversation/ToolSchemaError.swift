/// Why a text is no schema of a tool's parameters. `path` is where: `properties.day.type`.
public enum ToolSchemaError: Error, Equatable, Sendable {
  /// Must be there, or be of another kind: change it to what is expected.
  case wrong(path: String, expected: String)
  /// A keyword that would not be checked: leave it out, say it in the description.
  case unsupported(path: String, suggestion: String?)
  /// Nested deeper than arguments may be: make it flatter.
  case tooDeep(path: String)
}

extension ToolSchemaError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wrong(let path, let expected): "\"\(path)\" must be \(expected)"
    case .unsupported(let path, let suggestion):
      "\"\(path)\" is not supported in a tool's schema"
        + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "; leave it out")
    case .tooDeep(let path): "\"\(path)\" is nested too deep"
    }
  }
}

public import Conversation
internal import Foundation
internal import Yams

/// Agent definitions from YAML files. `fixtures/agents/README.md` documents every key.
public enum AgentFile {
  /// Bytes; a long agent file has thirty thousand.
  public static let maxBytes = 1 << 20

  /// Reads one file. Every error names the file, and the line and column where there is one.
  public static func load(_ path: String) throws(AgentFileError) -> AgentDefinition {
    try parse(yaml: try text(of: path), name: path)
  }

  static func text(of path: String) throws(AgentFileError) -> String {
    let bytes: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      // One byte more than allowed tells a file that is too large without reading all of it.
      bytes = try handle.read(upToCount: maxBytes + 1) ?? Data()
      if bytes.count > maxBytes {
        let size = try Int(handle.seekToEnd())
        throw AgentFileError(file: path, problem: .tooLarge(bytes: size, limit: maxBytes))
      }
    } catch let error as AgentFileError {
      throw error
    } catch {
      throw AgentFileError(file: path, problem: .unreadable(reason(error, path: path)))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw AgentFileError(file: path, problem: .notUTF8)
    }
    return text
  }

  /// - Parameter name: names the text in errors.
  public static func parse(yaml: String, name: String) throws(AgentFileError) -> AgentDefinition {
    let root = try root(of: yaml, name: name)
    var reader = AgentReader(file: name)
    return try reader.agent(root)
  }

  static func root(of yaml: String, name: String) throws(AgentFileError) -> Node {
    guard yaml.utf8.count <= maxBytes else {
      throw AgentFileError(file: name, problem: .tooLarge(bytes: yaml.utf8.count, limit: maxBytes))
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      throw syntaxError(error, name: name)
    }
    guard let root, !isNull(root) else { throw AgentFileError(file: name, problem: .empty) }
    return root
  }

  private static func isNull(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.string.isEmpty && scalar.style == .plain
  }

  private static func reason(_ error: any Error, path: String) -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "no such file" }
    let isDirectory = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
    return isDirectory ? "it is a directory" : error.localizedDescription
  }

  private static func syntaxError(_ error: any Error, name: String) -> AgentFileError {
    guard let error = error as? YamlError else {
      return AgentFileError(file: name, problem: .syntax("\(error)"))
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return AgentFileError(file: name, line: mark.line, column: mark.column, problem: .syntax(problem))
    case .reader(let problem, _, _, _): return AgentFileError(file: name, problem: .syntax(problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.min() ?? ""
      return AgentFileError(
        file: name, line: context.mark.line, column: context.mark.column,
        problem: .duplicate(kind: "key", id: key))
    default: return AgentFileError(file: name, problem: .syntax("\(error)"))
    }
  }
}

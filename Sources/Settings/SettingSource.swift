/// Where a value was given.
public enum SettingSource: Sendable, Equatable {
  /// The command line; the flag with its dashes.
  case flag(String)
  /// The environment, and the variable's name.
  case environment(String)
  /// The configuration file; line and column count from 1.
  case file(String, line: Int, column: Int)
  /// Nobody gave one.
  case builtIn
}

extension SettingSource: CustomStringConvertible {
  /// `--port`, `STARLING_PORT`, `starling.yaml:3:7` or `default`.
  public var description: String {
    switch self {
    case .flag(let name), .environment(let name): name
    case .file(let name, let line, let column): "\(name):\(line):\(column)"
    case .builtIn: "default"
    }
  }
}

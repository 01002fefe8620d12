/// Where the engine says what an operator should know. Called from any thread; must return at once.
public struct EngineLog: Sendable {
  public enum Level: String, Sendable { case info, warning, error }
  private let sink: @Sendable (Level, String) -> Void

  public init(_ sink: @escaping @Sendable (Level, String) -> Void) { self.sink = sink }

  public static let silent = EngineLog { _, _ in }

  public func callAsFunction(_ level: Level, _ message: String) { sink(level, message) }
}

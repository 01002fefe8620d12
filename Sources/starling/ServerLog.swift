import Foundation
import Logging
import Settings
import Synchronization
import Telemetry

/// What a server says while it runs: lines for people or for programs, on standard error.
enum ServerLog {
  private struct State {
    var logger: Logger?
    var writer: LineWriter?
  }
  private static let state = Mutex(State())

  /// Of the environment: of everything that any command says.
  static let secrets = secrets(and: [])

  /// From now on what is said goes through swift-log. Once in a process.
  static func install(_ settings: ResolvedSettings) {
    let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
    let isJSON = settings.logFormat == .json
    let secrets = secrets(and: [settings.mediaToken, settings.masterKey])
    let writer = LineWriter(descriptor: STDERR_FILENO) { count in
      Array(
        (isJSON
          ? #"{"level":"warning","message":"log lines were lost","lost":\#(count)}"#
          : "warning: \(count) log lines were lost").utf8) + [UInt8(ascii: "\n")]
    }
    LoggingSystem.bootstrap { label -> any LogHandler in
      isJSON
        ? JSONLogHandler(label: label, level: level, secrets: secrets) { writer.write($0) }
        : TextLogHandler(level: level, secrets: secrets) { writer.write($0) }
    }
    state.withLock { $0 = State(logger: Logger(label: "starling"), writer: writer) }
  }

  /// - Returns: whether there is a log that took it.
  static func take(_ text: String, as level: Logger.Level) -> Bool {
    guard let logger = state.withLock({ $0.logger }) else { return false }
    let parts = text.split(separator: ":", maxSplits: 1)
    if parts.count == 2, let level = Logger.Level(rawValue: String(parts[0])) {
      logger.log(level: level, "\(parts[1].drop { $0 == " " })")
    } else {
      logger.log(level: level, "\(text)")
    }
    return true
  }

  /// For what belongs to a call; nil before `install`.
  static var logger: Logger? { state.withLock { $0.logger } }

  static func flush() { state.withLock { $0.writer }?.flush(within: 2) }

  private static func secrets(and given: [String?]) -> SecretFilter {
    let environment = ProcessInfo.processInfo.environment
    let headers = (try? OTLPEndpoint.find(environment))?.headers.map(\.value) ?? []
    return SecretFilter(
      environment: environment, further: given.compactMap { $0.map(SecretText.init) } + headers)
  }
}

internal import Audio
internal import CWebSockets
internal import Glibc
internal import Synchronization

/// The WebSocket library's warnings and errors, of all loops of the process.
///
/// At most ten lines a second pass; the next that does says how many did not.
public enum NetworkingLog {
  private struct State {
    var limiter = LogLimiter(linesPerSecond: 10)
    var lastLine = ""
    var sink: @Sendable (String) -> Void = { line in
      let bytes = Array("networking: \(line)\n".utf8)
      _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
  }

  private static let state = Mutex(State())

  /// Sends the lines to `sink`, from whichever thread they come, instead of to standard error.
  public static func send(to sink: @escaping @Sendable (String) -> Void) {
    state.withLock { $0.sink = sink }
  }

  /// The library's last words, to explain a failure with.
  static var lastLine: String { state.withLock { $0.lastLine } }

  /// Makes the library speak to this log; harmless when done again.
  static func install() {
    unsafe lws_set_log_level(Int32(LLL_ERR | LLL_WARN)) { _, line in
      guard let line = unsafe line else { return }
      NetworkingLog.take(unsafe String(cString: line))
    }
  }

  static func take(_ text: String) {
    let line = String(text.prefix { !$0.isNewline })
    let (sink, heldBack) = state.withLock { state -> ((@Sendable (String) -> Void)?, Int) in
      state.lastLine = line
      let (passes, heldBack) = state.limiter.admit(atSecond: MonotonicClock.now.nanoseconds / 1_000_000_000)
      return (passes ? state.sink : nil, heldBack)
    }
    sink?(heldBack > 0 ? "\(line) (\(heldBack) lines not shown)" : line)
  }
}

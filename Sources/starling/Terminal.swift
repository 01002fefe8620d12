import CallStory
import Foundation
import Logging
import Telemetry

/// Standard output and error, and the way out.
enum Terminal {
  static func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

  /// Into the log of a server, plainly to standard error otherwise; never a secret of the environment.
  ///
  /// - Parameter level: for a text that does not begin with one.
  static func complain(_ text: String, as level: Logger.Level = .notice) {
    guard !ServerLog.take(text, as: level) else { return }
    FileHandle.standardError.write(Data("\(ServerLog.secrets.clean(text))\n".utf8))
  }

  /// Columns of the terminal; nil when standard output is none.
  static var columns: Int? {
    var size = winsize()
    guard isatty(1) == 1, unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Colour on a terminal that is not told otherwise (no-color.org), block elements where the locale has them.
  static func drawingStyle(columns wanted: Int? = nil) -> CallStrip.Style {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isDumb = environment["TERM"] == "dumb"
    return CallStrip.Style(
      columns: wanted ?? columns ?? 100,
      usesColour: columns != nil && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty,
      usesUnicode: !isDumb && ["UTF-8", "UTF8"].contains { locale.uppercased().hasSuffix($0) })
  }

  static func exit(_ code: Int32) -> Never {
    ServerLog.flush()
    Foundation.exit(code)
  }
}

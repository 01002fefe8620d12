import CallStory
import Foundation

/// Standard output and error, and the way out.
enum Terminal {
  static func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

  static func complain(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

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

  static func exit(_ code: Int32) -> Never { Foundation.exit(code) }
}

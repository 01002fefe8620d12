import Foundation

/// What callers noted: callsim's `--call-log`.
struct TortureLog {
  struct Call {
    /// Nanoseconds of the monotonic clock.
    var started: Int64
    var heard: Int64?
    var ended: Int64?
  }

  /// By control id.
  private(set) var calls: [String: Call] = [:]

  /// A line that is cut off by a kill is passed over.
  init(path: String) {
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let words = line.split(separator: " ")
      guard words.count == 3, let time = Int64(words[0]) else { continue }
      let id = String(words[2])
      switch words[1] {
      case "started": calls[id] = Call(started: time)
      case "heard": calls[id]?.heard = time
      case "ended": calls[id]?.ended = time
      default: break
      }
    }
  }
}

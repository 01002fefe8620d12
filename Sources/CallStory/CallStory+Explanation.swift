internal import Drawing

extension CallStory {
  /// Turn by turn, why the engine waited, spoke or stopped: one line a reason, with its time.
  public var explanation: String {
    var lines = ["\(title)", subtitle, ""]
    var last = ""
    for reason in reasons {
      let time = Self.time(reason.at)
      let shown = time == last ? String(repeating: " ", count: time.count) : time
      last = time
      lines.append("\(shown)  \(reason.text)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Minutes, seconds and hundredths: `1:02.35`.
  static func time(_ seconds: Double) -> String {
    let hundredths = Int((max(0, min(seconds, 1e9)) * 100).rounded())
    let text = Fixed.text(Double(hundredths % 6_000) / 100, digits: 2)
    return "\(hundredths / 6_000):" + (text.count < 5 ? "0\(text)" : text)
  }
}

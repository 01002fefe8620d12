internal import Audio
internal import CallCore

/// A call in a terminal: both waveforms, voice activity, waits, holds, cuts and marks over time, and the words below.
public struct CallStrip: Sendable {
  /// What the terminal can do.
  public struct Style: Sendable, Equatable {
    /// Columns; at least 40 are used.
    public var columns = 80
    public var usesColour = false
    /// Block elements and box drawing; else plain ASCII.
    public var usesUnicode = true

    public init(columns: Int = 80, usesColour: Bool = false, usesUnicode: Bool = true) {
      self.columns = columns
      self.usesColour = usesColour
      self.usesUnicode = usesUnicode
    }
  }

  enum Colour: Int {
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
    case violet = 35
    case grey = 90
  }

  private static let margin = 9
  private let story: CallStory
  private let style: Style
  /// Columns of a row, and what one of them lasts, in seconds.
  private let width: Int
  private let secondsPerColumn: Double

  public init(_ story: CallStory, style: Style = Style()) {
    self.story = story
    self.style = style
    width = max(40, style.columns) - Self.margin - 1
    // A column is a quarter of a second or less, until a call has more than thirty rows.
    let length = max(1, story.length)
    secondsPerColumn =
      length / Double(width) <= 0.25 ? length / Double(width) : max(0.25, length / Double(width) / 30)
  }

  /// Lines, each with its line feed.
  public var text: String {
    var lines = [paint(story.title, nil), paint(story.subtitle, .grey), ""]
    let rows = max(1, Int((story.length / (secondsPerColumn * Double(width))).rounded(.up)))
    for row in 0..<rows { lines += self.row(Double(row * width) * secondsPerColumn) }
    lines.append(legend)
    lines.append("")
    lines += words
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Rows

  private func row(_ start: Double) -> [String] {
    [
      line("", ruler(start), .grey), line("caller", wave(story.caller, start), .blue),
      line("", activity(start), .violet), line("wait", waits(start), .yellow),
      line("agent", wave(story.agent, start), .green), line("", signs(start), .red), "",
    ]
  }

  private func line(_ name: String, _ cells: [Character], _ colour: Colour) -> String {
    let label = name + String(repeating: " ", count: Self.margin - 1 - name.count)
    var text = String(cells)
    while text.last == " " { text.removeLast() }
    return paint(label, .grey) + paint(text, colour)
  }

  private func column(_ seconds: Double, _ start: Double) -> Int? {
    let column = Int(((seconds - start) / secondsPerColumn).rounded(.down))
    return (0..<width).contains(column) ? column : nil
  }

  /// Columns that a stretch covers in the row.
  private func columns(_ from: Double, _ to: Double, _ start: Double) -> Range<Int> {
    let first = Int(max(0, min(Double(width), ((from - start) / secondsPerColumn).rounded(.down))))
    let last = Int(max(0, min(Double(width), ((to - start) / secondsPerColumn).rounded(.up))))
    return first..<max(first, last)
  }

  private func ruler(_ start: Double) -> [Character] {
    var cells = blank
    let step = [1, 2, 5, 10, 30, 60].first { Double($0) / secondsPerColumn >= 8 } ?? 120
    var at = Int((start / Double(step)).rounded(.up)) * step
    while let column = column(Double(at), start) {
      put(style.usesUnicode ? "╷\(at)s" : "|\(at)s", at: column, &cells)
      at += step
    }
    return cells
  }

  private func wave(_ samples: [Int16], _ start: Double) -> [Character] {
    let steps: [Character] = style.usesUnicode ? Array(" ▁▂▃▄▅▆▇█") : Array(" .:-=+*#@")
    let from = min(samples.count, Int(start * Double(story.rate)))
    let to = min(samples.count, Int((start + secondsPerColumn * Double(width)) * Double(story.rate)))
    guard to > from else { return blank }
    let count = min(width, max(1, Int(Double(to - from) / Double(story.rate) / secondsPerColumn)))
    return Waveform(Array(samples[from..<to]), stretches: count).peaks.map { peak in
      // As in the picture, quiet voices are to be seen too; what is only hiss is not.
      peak < 0.004 ? " " : steps[min(8, 1 + Int(peak.squareRoot() * 8))]
    }
  }

  private func activity(_ start: Double) -> [Character] {
    var cells = blank
    for span in story.speech {
      for column in columns(span.start, span.end ?? story.length, start) {
        cells[column] = style.usesUnicode ? "━" : "="
      }
    }
    return cells
  }

  private func waits(_ start: Double) -> [Character] {
    var cells = blank
    for partial in story.partials {
      if let column = column(partial.at, start) { cells[column] = style.usesUnicode ? "·" : "." }
    }
    for latency in story.latencies {
      for column in columns(latency.start, latency.end, start) {
        cells[column] = style.usesUnicode ? "╌" : "-"
      }
      if let column = column(latency.end, start) {
        put("\(style.usesUnicode ? "┤" : "|")\(latency.timing.voiceToVoice)", at: column, &cells)
      }
    }
    return cells
  }

  private func signs(_ start: Double) -> [Character] {
    var cells = blank
    for mark in story.marks {
      if let column = column(mark.at, start) { cells[column] = style.usesUnicode ? "▾" : "v" }
    }
    for hold in story.holds {
      for column in columns(hold.start, hold.end ?? story.length, start) {
        cells[column] = style.usesUnicode ? "░" : "~"
      }
    }
    for turn in story.turns where turn.wasCut {
      if let column = column(turn.end, start) { cells[column] = style.usesUnicode ? "✂" : "X" }
    }
    return cells
  }

  private var blank: [Character] { [Character](repeating: " ", count: width) }

  private func put(_ text: String, at column: Int, _ cells: inout [Character]) {
    for (offset, character) in text.enumerated() where column + offset < width {
      cells[column + offset] = character
    }
  }

  // MARK: Words

  private var ellipsis: String { style.usesUnicode ? "…" : "..." }

  private var legend: String {
    let signs =
      style.usesUnicode
      ? "━ voice activity  · partial  ╌┤ voice to voice  ░ hold  ✂ cut  ▾ mark returned"
      : "= voice activity  . partial  -| voice to voice  ~ hold  X cut  v mark returned"
    return paint(
      TextLines(signs, columns: max(40, style.columns) - 1, most: 1, ellipsis: ellipsis).lines.first ?? "",
      .grey)
  }

  private var words: [String] {
    story.turns.sorted { $0.start < $1.start }.flatMap { turn -> [String] in
      let name = turn.speaker == .caller ? "caller" : " agent"
      let bar = style.usesUnicode ? "│" : "|"
      let head = "\(Self.padded(CallStory.time(turn.start)))  \(name) \(bar) "
      let said =
        turn.wasCut
        ? "\(turn.heard.isEmpty ? "(nothing heard)" : turn.heard) \(style.usesUnicode ? "✂" : "X")"
        : turn.text
      let colour: Colour = turn.speaker == .caller ? .blue : turn.wasCut ? .red : .green
      let lines = TextLines(
        said, columns: max(40, style.columns) - head.count - 1, most: 40, ellipsis: ellipsis
      ).lines
      return lines.enumerated().map { index, text in
        let lead = index == 0 ? head : String(repeating: " ", count: head.count - 2) + "\(bar) "
        return paint(lead, .grey) + paint(text, colour)
      }
    }
  }

  private static func padded(_ time: String) -> String {
    String(repeating: " ", count: max(0, 8 - time.count)) + time
  }

  /// A control character in a caller's or a model's words could steer the terminal; none is let through.
  private func paint(_ text: String, _ colour: Colour?) -> String {
    var clean = ""
    for scalar in text.unicodeScalars where scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) {
      clean.unicodeScalars.append(scalar)
    }
    guard style.usesColour, let colour, !clean.isEmpty else { return clean }
    return "\u{1B}[\(colour.rawValue)m\(clean)\u{1B}[0m"
  }
}

internal import Audio
internal import CallCore
internal import Drawing

/// A call as an SVG document: time runs to the right in rows of equal length, the caller above, the agent below.
public struct CallPicture: Sendable {
  static let width = 1_320.0
  static let left = 84.0
  static let right = 36.0
  static let rowHeight = 292.0
  static let headHeight = 136.0

  static let ink = "#0f172a"
  static let grey = "#64748b"
  static let faint = "#e2e8f0"
  static let blue = "#2563eb"
  static let green = "#0f9f6e"
  static let orange = "#ea580c"
  static let red = "#dc2626"
  static let violet = "#7c3aed"

  let story: CallStory
  /// What a row shows.
  let secondsPerRow: Double
  private let rows: Int

  public init(_ story: CallStory) {
    self.story = story
    // A row is as long as a short call, and long calls have at most twenty-four of them.
    let length = max(1, story.length)
    secondsPerRow = length <= 20 ? length.rounded(.up) : max(20, (length / 24 / 10).rounded(.up) * 10)
    rows = max(1, Int((length / secondsPerRow).rounded(.up)))
  }

  var scale: Double { (Self.width - Self.left - Self.right) / secondsPerRow }

  public var svg: String {
    let table = LatencyTableDrawing(story)
    let height = Self.headHeight + Double(rows) * Self.rowHeight + table.height + 24
    var drawing = SVGDrawing(width: Self.width, height: height)
    head(&drawing)
    for row in 0..<rows {
      CallPictureRow(picture: self, start: Double(row) * secondsPerRow).draw(
        in: &drawing, y: Self.headHeight + Double(row) * Self.rowHeight)
    }
    table.draw(in: &drawing, y: Self.headHeight + Double(rows) * Self.rowHeight)
    return drawing.document
  }

  private func head(_ drawing: inout SVGDrawing) {
    drawing.text(story.title, 36, 40, size: 20, fill: Self.ink, isBold: true)
    drawing.text(story.subtitle, 36, 63, size: 13)
    drawing.text(summary, 36, 85, size: 13)
    legend(&drawing, y: 116)
  }

  private var summary: String {
    let waits = story.latencies.map(\.timing.voiceToVoice.seconds).sorted()
    let turns = story.turns.count { $0.speaker == .caller }
    let cuts = story.turns.count { $0.wasCut }
    let resumed = story.holds.count { $0.ending == .resumed }
    var parts = ["\(turns) caller turns"]
    if let middle = waits.isEmpty ? nil : waits[waits.count / 2], let longest = waits.last {
      parts.append(
        "voice to voice: median \(Storyteller.milliseconds(middle)), longest \(Storyteller.milliseconds(longest))"
      )
    }
    parts.append("\(story.holds.count) holds, \(resumed) resumed, \(cuts) cuts")
    if !story.ending.isEmpty { parts.append("ended: \(story.ending.replacing("_", with: " "))") }
    return parts.joined(separator: "  ·  ")
  }

  private func legend(_ drawing: inout SVGDrawing, y: Double) {
    var x = 36.0
    func label(_ text: String) {
      drawing.text(text, x + 24, y, size: 12, fill: Self.grey)
      x += 24 + Double(text.count) * 7.2 + 24
    }
    drawing.rectangle(x, y - 10, 16, 10, fill: Self.blue)
    label("caller")
    drawing.rectangle(x, y - 10, 16, 10, fill: Self.green)
    label("agent, as heard")
    drawing.rectangle(x, y - 7, 16, 5, fill: Self.violet, rounding: 2)
    label("voice activity")
    drawing.dot(x + 8, y - 4, radius: 2.5, fill: Self.violet, stroke: Self.violet)
    label("partial text")
    drawing.rectangle(x, y - 6, 16, 3, fill: Self.orange)
    label("voice to voice")
    drawing.rectangle(x, y - 12, 16, 14, fill: Self.orange, opacity: 0.25)
    label("hold")
    drawing.line([(x + 8, y - 13), (x + 8, y + 2)], stroke: Self.red, width: 2)
    label("cut")
    drawing.polygon([(x + 4, y - 9), (x + 12, y - 9), (x + 8, y - 2)], fill: Self.green)
    label("mark returned")
  }
}

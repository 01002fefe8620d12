internal import Audio
internal import CallCore
internal import Drawing

/// Where the time of each turn went, in numbers, below the picture.
struct LatencyTableDrawing {
  private static let most = 40
  private static let line = 22.0
  private static let columns: [(name: String, x: Double)] = [
    ("turn", 100), ("waited", 190), ("recognition", 290), ("reply", 380), ("synthesis", 480),
    ("voice to voice", 600),
  ]

  private let latencies: [CallStory.Latency]

  init(_ story: CallStory) { latencies = Array(story.latencies.prefix(Self.most)) }

  var height: Double { latencies.isEmpty ? 0 : 60 + Double(latencies.count) * Self.line }

  func draw(in drawing: inout SVGDrawing, y: Double) {
    guard !latencies.isEmpty else { return }
    for column in Self.columns {
      drawing.text(
        column.name, column.x, y + 30, size: 12, fill: CallPicture.grey, anchor: .end, isBold: true)
    }
    drawing.text("milliseconds", 640, y + 30, size: 12, fill: CallPicture.grey)
    let longest = latencies.map(\.timing.voiceToVoice.seconds).max() ?? 1
    for (index, latency) in latencies.enumerated() {
      let timing = latency.timing
      let top = y + 52 + Double(index) * Self.line
      let numbers = [
        timing.endpointing, timing.recognition, timing.reply, timing.synthesis, timing.voiceToVoice,
      ]
      let cells = ["\(timing.turn)"] + numbers.map { "\($0.milliseconds)" }
      for (cell, column) in zip(cells, Self.columns) {
        drawing.text(cell, column.x, top, size: 12, fill: CallPicture.ink, anchor: .end)
      }
      bar(timing, longest, &drawing, top)
    }
  }

  /// Voice to voice, the silence that was waited for set off.
  private func bar(_ timing: TurnTiming, _ longest: Double, _ drawing: inout SVGDrawing, _ y: Double) {
    let scale = 560 / max(longest, 0.001)
    let whole = max(1, timing.voiceToVoice.seconds * scale)
    drawing.rectangle(640, y - 10, whole, 11, fill: CallPicture.orange, rounding: 2, opacity: 0.35)
    let waited = min(whole, max(0, timing.endpointing.seconds * scale))
    drawing.rectangle(
      640, y - 10, waited, 11, fill: CallPicture.orange, rounding: 2, title: "waited \(timing.endpointing)")
  }
}

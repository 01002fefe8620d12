internal import Audio
internal import CallCore
internal import Drawing

/// One row of a call's picture: some seconds of it.
struct CallPictureRow {
  let picture: CallPicture
  /// Seconds at the row's left end.
  let start: Double

  private var story: CallStory { picture.story }
  private var end: Double { start + picture.secondsPerRow }
  private var shownEnd: Double { min(end, max(story.length, start)) }

  // Lanes, from the row's upper edge.
  private static let callerText = 40.0
  private static let caller = 98.0
  private static let speech = 130.0
  private static let partials = 143.0
  private static let latency = 164.0
  private static let agent = 208.0
  private static let agentText = 252.0
  private static let half = 28.0
  private static let textSize = 12.0

  func draw(in drawing: inout SVGDrawing, y: Double) {
    axis(&drawing, y)
    holds(&drawing, y)
    wave(story.caller, Self.caller, CallPicture.blue, &drawing, y)
    wave(story.agent, Self.agent, CallPicture.green, &drawing, y)
    speech(&drawing, y)
    partials(&drawing, y)
    latencies(&drawing, y)
    marks(&drawing, y)
    texts(.caller, Self.callerText, CallPicture.blue, &drawing, y)
    texts(.agent, Self.agentText, CallPicture.green, &drawing, y)
    cuts(&drawing, y)
  }

  private func x(_ seconds: Double) -> Double {
    CallPicture.left + (min(max(seconds, start), end) - start) * picture.scale
  }

  private func isShown(_ from: Double, _ to: Double) -> Bool { to >= start && from < end }

  // MARK: Axis

  private func axis(_ drawing: inout SVGDrawing, _ y: Double) {
    let bottom = y + Self.agentText + 22
    let step = [1, 2, 5, 10, 15, 30, 60, 120, 300].first { picture.secondsPerRow / $0 <= 24 } ?? 600
    drawing.rectangle(
      CallPicture.left, y + 22, (end - start) * picture.scale, bottom - y - 22, fill: "#f8fafc", rounding: 6)
    var tick = 0
    while Double(tick) * step <= picture.secondsPerRow + 0.001 {
      let at = start + Double(tick) * step
      drawing.line([(x(at), y + 22), (x(at), bottom)], stroke: CallPicture.faint)
      drawing.text("\(Int(at)) s", x(at), y + 15, size: 11, fill: CallPicture.grey, anchor: .middle)
      tick += 1
    }
    label("caller", Self.caller, &drawing, y)
    label("wait", Self.latency, &drawing, y)
    label("agent", Self.agent, &drawing, y)
  }

  private func label(_ text: String, _ lane: Double, _ drawing: inout SVGDrawing, _ y: Double) {
    drawing.text(
      text, CallPicture.left - 12, y + lane + 4, size: 12, fill: CallPicture.grey, anchor: .end, isBold: true)
  }

  // MARK: Sound

  private func wave(
    _ samples: [Int16], _ lane: Double, _ colour: String, _ drawing: inout SVGDrawing, _ y: Double
  ) {
    let middle = y + lane
    drawing.line([(x(start), middle), (x(shownEnd), middle)], stroke: "#cbd5e1")
    let from = min(samples.count, Int(start * Double(story.rate)))
    let to = min(samples.count, Int(end * Double(story.rate)))
    guard to > from else { return }
    let width = Double(to - from) / Double(story.rate) * picture.scale
    let count = max(1, Int(width))
    let peaks = Waveform(Array(samples[from..<to]), stretches: count).peaks
    // Quiet voices are to be seen too.
    let heights = peaks.map { max(0.6, $0.squareRoot() * Self.half) }
    let step = width / Double(count)
    let upper = heights.enumerated().map { (x: x(start) + Double($0.offset) * step, y: middle - $0.element) }
    let lower = heights.enumerated().map { (x: x(start) + Double($0.offset) * step, y: middle + $0.element) }
    drawing.polygon(upper + lower.reversed(), fill: colour)
  }

  private func speech(_ drawing: inout SVGDrawing, _ y: Double) {
    for span in story.speech {
      let to = span.end ?? story.length
      guard isShown(span.start, to) else { continue }
      drawing.rectangle(
        x(span.start), y + Self.speech, max(2, x(to) - x(span.start)), 5, fill: CallPicture.violet,
        rounding: 2,
        title: "voice activity \(CallStory.time(span.start)) to \(CallStory.time(to))")
    }
  }

  private func partials(_ drawing: inout SVGDrawing, _ y: Double) {
    for partial in story.partials where isShown(partial.at, partial.at) {
      drawing.dot(
        x(partial.at), y + Self.partials, radius: 1.6, fill: CallPicture.violet, stroke: CallPicture.violet,
        title: "\(CallStory.time(partial.at)) \(partial.text)")
    }
  }

  // MARK: Times

  private func latencies(_ drawing: inout SVGDrawing, _ y: Double) {
    for latency in story.latencies where isShown(latency.start, latency.end) {
      let from = x(latency.start)
      let to = x(latency.end)
      drawing.rectangle(
        from, y + Self.latency - 2, max(2, to - from), 3, fill: CallPicture.orange,
        title: "turn \(latency.timing.turn): \(latency.timing.voiceToVoice)")
      for end in [from, to] {
        drawing.line(
          [(end, y + Self.latency - 6), (end, y + Self.latency + 5)], stroke: CallPicture.orange, width: 1.5)
      }
      guard latency.end < self.end else { continue }
      let text = "\(latency.timing.voiceToVoice)"
      let room = CallPicture.width - CallPicture.right - to
      let isRight = room > Double(text.count) * 7 + 8
      drawing.text(
        text, isRight ? to + 6 : from - 6, y + Self.latency + 4, size: 12, fill: CallPicture.orange,
        anchor: isRight ? .start : .end, isBold: true)
    }
  }

  private func holds(_ drawing: inout SVGDrawing, _ y: Double) {
    for hold in story.holds {
      let to = hold.end ?? story.length
      guard isShown(hold.start, to) else { continue }
      drawing.rectangle(
        x(hold.start), y + Self.agent - Self.half - 6, max(2, x(to) - x(hold.start)), 2 * Self.half + 12,
        fill: CallPicture.orange, rounding: 3, opacity: 0.22,
        title: "held \(Storyteller.milliseconds(to - hold.start)), \(hold.ending)")
    }
  }

  private func cuts(_ drawing: inout SVGDrawing, _ y: Double) {
    for turn in story.turns where turn.wasCut && isShown(turn.end, turn.end) {
      let place = x(turn.end)
      drawing.line(
        [(place, y + Self.agent - Self.half - 8), (place, y + Self.agent + Self.half + 4)],
        stroke: CallPicture.red, width: 2)
    }
  }

  private func marks(_ drawing: inout SVGDrawing, _ y: Double) {
    let top = y + Self.agent - Self.half - 8
    for mark in story.marks where isShown(mark.at, mark.at) {
      let place = x(mark.at)
      drawing.polygon(
        [(place - 4, top), (place + 4, top), (place, top + 7)], fill: CallPicture.green,
        title: "\(CallStory.time(mark.at)) \(mark.text)")
    }
  }

  // MARK: Words

  /// Each turn's words from where it begins to where the next one of the same side does, in at most two lines.
  private func texts(
    _ speaker: CallStory.Speaker, _ lane: Double, _ colour: String, _ drawing: inout SVGDrawing, _ y: Double
  ) {
    let turns = story.turns.filter { $0.speaker == speaker }.sorted { $0.start < $1.start }
    for (index, turn) in turns.enumerated() {
      guard turn.start >= start || (turn.end > start + 1 && turn.start < start) else { continue }
      guard turn.start < end else { continue }
      let from = max(turn.start, start)
      let next = index + 1 < turns.count ? turns[index + 1].start : .infinity
      let room = x(min(next, end)) - x(from) - 8
      let isContinued = turn.start < start
      let words = turn.wasCut ? Self.cutText(turn) : turn.text
      let lines = TextLines(
        isContinued ? "… \(words)" : words, width: room, size: Self.textSize, most: 2)
      drawing.line([(x(from), y + lane - 10), (x(from), y + lane + 18)], stroke: colour, width: 2)
      for (line, text) in lines.lines.enumerated() {
        drawing.text(
          text, x(from) + 6, y + lane + Double(line) * 15, size: Self.textSize,
          fill: turn.wasCut ? CallPicture.red : CallPicture.ink)
      }
    }
  }

  /// A bar stands where the caller stopped hearing.
  private static func cutText(_ turn: CallStory.Turn) -> String {
    turn.heard.isEmpty
      ? "| \(turn.text)"
      : turn.text.hasPrefix(turn.heard)
        ? "\(turn.heard) |\(turn.text.dropFirst(turn.heard.count))" : "\(turn.heard) | (cut)"
  }
}

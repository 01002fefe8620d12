import TurnTaking

/// A detector that is fed, with everything it told and asked.
struct VoiceActivityTrace {
  struct Told: Equatable {
    var event: VoiceActivityEvent
    /// Samples heard when it was told.
    var position: Int
  }

  var detector: VoiceActivityDetector
  private(set) var told: [Told] = []
  /// What the model was given, a question each: 288 samples.
  private(set) var questions: [[Float]] = []
  /// Stands in for the model.
  var model: ([Float]) -> Float = { window in
    let power = window.dropFirst(32).reduce(0) { $0 + $1 * $1 } / 256
    return power > 0.000_1 ? 0.95 : 0.02
  }

  init(_ questions: VoiceActivitySettings.Questions) {
    detector = VoiceActivityDetector(settings: VoiceActivitySettings(questions: questions))
  }

  var events: [VoiceActivityEvent] { told.map(\.event) }

  /// Feeds `samples` in pieces of the lengths given, over and over.
  mutating func hear(_ samples: [Int16], pieces: [Int] = [160]) {
    var start = 0
    var turn = 0
    while start < samples.count {
      let end = min(samples.count, start + pieces[turn % pieces.count])
      var piece = samples.span.extracting(start..<end)
      while piece.count > 0 {
        let taken = detector.append(piece)
        piece = piece.extracting(taken..<piece.count)
        advance()
      }
      start = end
      turn += 1
    }
  }

  private mutating func advance() {
    while true {
      switch detector.step() {
      case .needMore: return
      case .decided(let event): note(event)
      case .ask:
        var window = [Float](repeating: 9, count: 288)
        var span = window.mutableSpan
        detector.copyWindow(into: &span)
        questions.append(window)
        note(detector.resolve(probability: model(window)))
      }
    }
  }

  private mutating func note(_ event: VoiceActivityEvent?) {
    if let event { told.append(Told(event: event, position: detector.position)) }
  }
}

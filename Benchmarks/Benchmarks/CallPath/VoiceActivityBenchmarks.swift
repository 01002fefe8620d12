import Benchmark
import TurnTaking

/// Frames of a caller who talks 3 s and listens 4 s, judged by the cheap signs alone.
func voiceActivityBenchmarks() {
  measure("voice activity, 20 ms frame") { count, begin in
    let audio = Signal.call(seconds: 21)
    let frames = audio.count / 160
    var detector = VoiceActivityDetector(settings: VoiceActivitySettings(questions: .never))
    begin()
    for index in count {
      let start = index % frames * 160
      hear(audio.span.extracting(start..<start + 160), &detector)
    }
    blackHole(detector.isSpeech)
  }
}

private func hear(_ frame: Span<Int16>, _ detector: inout VoiceActivityDetector) {
  var taken = 0
  while taken < frame.count {
    taken += detector.append(frame.extracting(taken...))
    steps: while true {
      switch detector.step() {
      case .needMore: break steps
      case .decided(let event): blackHole(event)
      case .ask: blackHole(detector.resolveAlone())
      }
    }
  }
}

import Audio
import EmbeddedSpeech
import Foundation
import Providers
import Synchronization

/// The real recogniser, asked step by step: every answer to a step has come before the next step is taken.
///
/// What it answered to the same audio in the same steps before may be kept in a file, which makes tuning a matter of
/// seconds; a run that is reported asks again.
final class TurnsRecogniser {
  private let recogniser: MoonshineRecogniser
  private let pool: SpeechPool
  private let cacheFile: String?
  private var known: [String: [String]] = [:]
  private(set) var asked = 0
  private(set) var found = 0
  /// Of the answers that had words: the milliseconds they took, and those a call waits for them.
  private(set) var took: [Double] = []
  private(set) var given: [Double] = []

  init(speech: EmbeddedSpeech, cacheFile: String?) {
    recogniser = speech.recogniser
    pool = speech.pool
    self.cacheFile = cacheFile
    if let cacheFile, let data = FileManager.default.contents(atPath: cacheFile) {
      known = (try? JSONDecoder().decode([String: [String]].self, from: data)) ?? [:]
    }
  }

  func save() throws {
    guard let cacheFile else { return }
    try JSONEncoder().encode(known).write(to: URL(fileURLWithPath: cacheFile))
  }

  /// - Parameters:
  ///   - steps: everything done in this utterance, the new step last.
  ///   - key: names all of that.
  ///   - wait: how long the call waits for the answer.
  ///   - live: a stream that has taken all steps but the last; made when it is missing.
  func answers(
    to steps: [Step], key: String, within wait: MediaTime, live: inout Live?
  ) throws -> [String] {
    if let cached = known[key] {
      found += 1
      live = nil
      return cached
    }
    asked += 1
    var answers: [String] = []
    if let live {
      let started = ContinuousClock.now
      if let last = steps.last { answers = take(last, live) }
      if !answers.isEmpty {
        took.append(Double((ContinuousClock.now - started).components.attoseconds) / 1e15)
        given.append(wait.seconds * 1_000)
      }
    } else {
      let fresh = try Live(recogniser)
      for step in steps { answers = take(step, fresh) }
      live = fresh
    }
    if cacheFile != nil { known[key] = answers }
    return answers
  }

  enum Step {
    case append([Int16])
    case flush(Int)
  }

  /// A stream with one utterance, and what it has said since it was last asked.
  final class Live {
    fileprivate let stream: any RecogniserStream
    fileprivate let heard: Heard

    fileprivate init(_ recogniser: MoonshineRecogniser) throws {
      let heard = Heard()
      self.heard = heard
      stream = try recogniser.openStream(sampleRate: WERTrack.rate) { heard.note($0) }
      stream.begin(utterance: 1)
    }

    deinit { stream.close() }
  }

  fileprivate final class Heard: Sendable {
    private let texts = Mutex<[String]>([])

    /// `p`, `f` or `x` for partial, final and failed, and the text.
    func note(_ event: RecogniserEvent) {
      switch event {
      case .partial(_, let text): texts.withLock { $0.append("p" + text) }
      case .final(_, _, let text): texts.withLock { $0.append("f" + text) }
      case .failed(let error): texts.withLock { $0.append("x\(error)") }
      }
    }

    func takeAll() -> [String] {
      texts.withLock { texts in
        defer { texts = [] }
        return texts
      }
    }
  }

  private func take(_ step: Step, _ live: Live) -> [String] {
    switch step {
    case .append(let samples): live.stream.append(samples)
    case .flush(let number): live.stream.flush(number)
    }
    while true {
      let load = pool.load
      if load.queueDepth == 0, load.running == 0 { return live.heard.takeAll() }
      usleep(200)
    }
  }
}

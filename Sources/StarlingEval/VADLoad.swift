import Foundation
import SileroVAD
import TurnTaking

/// What voice activity costs a worker with many calls, which talk for 3 s and listen for 4, each in its own time.
///
/// The conditions are dealt out evenly. The first 7 s, in which the detectors get to know their lines, do not count.
struct VADLoad: Sendable, Codable {
  /// Thread CPU time for 20 ms of one call, the model's included.
  var microsecondsPerFrame = 0.0
  /// The share of windows put to the model, over all and by condition.
  var asked = 0.0
  var askedByCondition: [String: Double] = [:]

  init(
    streams: [VADCondition: [Int16]], calls: Int, seconds: Int, settings: VoiceActivitySettings,
    model: SileroModel
  ) throws {
    var worker = try VADWorker(calls: calls, settings: settings, model: model, keepsRecord: false)
    let conditions = VADCondition.allCases
    let lanes = conditions.map { streams[$0] ?? [] }
    let frames = (lanes.first?.count ?? 0) / 160
    guard frames > 0 else { return }
    var random = VADRandom(seed: 11)
    let starts = (0..<calls).map { _ in Int.random(in: 0..<frames, using: &random) }
    func run(_ ticks: Range<Int>) throws {
      for tick in ticks {
        for call in 0..<calls {
          let at = (starts[call] + tick) % frames * 160
          let lane = lanes[call % lanes.count]
          let samples = lane.span
          try worker.hear(samples.extracting(at..<at + 160), call: call)
        }
        try worker.finish()
      }
    }
    try run(0..<350)
    let before = worker.questions
    let start = Self.threadTime()
    try run(350..<350 + seconds * 50)
    let used = Self.threadTime() - start
    microsecondsPerFrame = used * 1e6 / Double(calls * seconds * 50)
    let windowsPerCall = Double(seconds) * 8_000 / 256
    for (index, condition) in conditions.enumerated() {
      let own = stride(from: index, to: calls, by: conditions.count)
      let count = own.reduce(0) { $0 + worker.questions[$1] - before[$1] }
      askedByCondition[condition.rawValue] =
        Double(count) / (windowsPerCall * Double(max(1, Array(own).count)))
      asked += Double(count) / (windowsPerCall * Double(calls))
    }
  }

  /// CPU seconds of this thread.
  private static func threadTime() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

internal import Audio
internal import CallCore
internal import EventLog
internal import Providers

/// One turn of the worker to the call, with everything that came within it.
struct ReplayStep: Sendable {
  var step: LogStep
  var at: MediaTime
  var frames: [(header: FrameHeader, payload: [UInt8])] = []
  var events: [CallEvent] = []
  var lines: [(text: String, samples: [Int16])] = []
  /// The recogniser could not be opened.
  var recogniserFailure: ProviderError?

  /// - Parameter dropsLast: the log does not go to its end, and what it has of the last step may not be all.
  static func steps(of entries: [LogEntry], dropsLast: Bool) -> [ReplayStep] {
    var steps: [ReplayStep] = []
    for entry in entries {
      if case .step(let step, let at) = entry {
        steps.append(ReplayStep(step: step, at: at))
        continue
      }
      guard !steps.isEmpty else { continue }
      steps[steps.count - 1].add(entry)
    }
    if dropsLast { _ = steps.popLast() }
    return steps
  }

  private mutating func add(_ entry: LogEntry) {
    switch entry {
    case .frame(let header, let payload): frames.append((header, payload))
    case .taken(let event): events.append(event)
    case .line(let text, let samples): lines.append((text, samples))
    case .fed(.recogniser(.failed(let error)), _): recogniserFailure = error
    case .fed, .sent, .step: break
    }
  }
}

import Audio
import Providers
import Synchronization

/// A runner whose tools answer what they are told to, after a while; nil: never.
final class ScriptedRunner: ToolRunner {
  private let answers: Mutex<[ToolAnswer?]>
  private let ran = Mutex<[ToolUse]>([])
  private let delay: MediaTime
  private let alarms: VirtualAlarms
  let cancelled = Atomic<Int>(0)

  init(_ answers: [ToolAnswer?], delay: MediaTime = .milliseconds(200), alarms: VirtualAlarms) {
    self.answers = Mutex(answers)
    self.delay = delay
    self.alarms = alarms
  }

  var uses: [ToolUse] { ran.withLock { $0 } }

  private final class Work: Cancellable {
    let runner: ScriptedRunner
    init(_ runner: ScriptedRunner) { self.runner = runner }
    func cancel() { runner.cancelled.add(1, ordering: .relaxed) }
  }

  func run(_ use: ToolUse, answer: @escaping @Sendable (ToolAnswer) -> Void) -> any Cancellable {
    ran.withLock { $0.append(use) }
    if let given = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      _ = alarms.after(delay) { answer(given) }
    }
    return Work(self)
  }
}

import Audio
import Providers
import Synchronization

/// A language model that answers each request with the next of its answers, and keeps what it was asked.
final class ScriptedChat: ChatModel {
  private let answers: Mutex<[[ChatEvent]]>
  private let asked = Mutex<[ChatRequest]>([])
  private let delay: MediaTime
  private let alarms: VirtualAlarms

  init(_ answers: [[ChatEvent]], delay: MediaTime = .milliseconds(100), alarms: VirtualAlarms) {
    self.answers = Mutex(answers)
    self.delay = delay
    self.alarms = alarms
  }

  var requests: [ChatRequest] { asked.withLock { $0 } }

  func complete(
    _ request: ChatRequest, events: @escaping @Sendable (ChatEvent) -> Void
  ) -> any Cancellable {
    asked.withLock { $0.append(request) }
    // The last answer is given again and again.
    let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }
    let work = FaultyWork(isRude: false)
    work.play(answer.map { (delay, $0) }, on: alarms, events)
    return work
  }
}

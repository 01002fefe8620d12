import Audio
import Providers
import Synchronization

/// A language model that always says the same, one word at a time, and fails as it is told to.
final class FaultyModel: ChatModel {
  /// What it does when it is asked to go on: 0 goes on, 1 says all again, 2 begins with the last sentence.
  let manner: Int
  let text: String
  let fault: ProviderFault
  let first: MediaTime
  let isRude: Bool
  let alarms: VirtualAlarms
  let asked = Atomic<Int>(0)
  let works = Mutex<[FaultyWork]>([])

  init(
    _ text: String, fault: ProviderFault = .none, manner: Int = 0, first: MediaTime = .milliseconds(300),
    isRude: Bool = false, alarms: VirtualAlarms
  ) {
    self.text = text
    self.fault = fault
    self.manner = manner
    self.first = first
    self.isRude = isRude
    self.alarms = alarms
  }

  func complete(
    _ request: ChatRequest, events: @escaping @Sendable (ChatEvent) -> Void
  ) -> any Cancellable {
    asked.add(1, ordering: .relaxed)
    let work = FaultyWork(isRude: isRude)
    works.withLock { $0.append(work) }
    let words = rest(of: request).split(separator: " ").map { "\($0) " }
    var script: [(pause: MediaTime, event: ChatEvent)] = words.enumerated().map { index, word in
      (index == 0 ? first : .milliseconds(20), .text(word))
    }
    script.append((.milliseconds(5), .usage(TokenUsage(input: 10, output: words.count))))
    script.append((.milliseconds(5), .finished(.said)))
    switch fault {
    case .none: break
    case .error(let error): script = [(.milliseconds(50), .failed(error))]
    case .stalls: script = []
    case .stallsAfter(let count): script = Array(script.prefix(count))
    case .failsAfter(let count):
      script = Array(script.prefix(count)) + [(.milliseconds(20), .failed(.failed("broken pipe")))]
    case .empty: script = [(first, .finished(.said))]
    case .drips(let pause): script = script.map { (pause, $0.event) }
    }
    work.play(script, on: alarms, events)
    return work
  }

  private func rest(of request: ChatRequest) -> String {
    guard request.messages.count >= 2,
      case .assistant(let said) = request.messages[request.messages.count - 2],
      text.hasPrefix(said)
    else { return text }
    let rest = text.dropFirst(said.count).drop { $0 == " " }
    switch manner {
    case 0: return String(rest)
    case 1: return text
    default:
      let last = said.split(separator: ".").last.map(String.init) ?? ""
      return "\(last). \(rest)"
    }
  }
}

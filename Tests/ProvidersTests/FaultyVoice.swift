import Audio
import Providers
import Synchronization

/// A voice whose samples tell which word they are of: each word is ten pieces of ten samples.
final class FaultyVoice: Synthesiser {
  static let samplesPerWord = 100
  let sampleRate: Int
  let voiceIdentity: String
  let fault: ProviderFault
  let tellsWords: Bool
  let first: MediaTime
  let isRude: Bool
  let alarms: VirtualAlarms
  let asked = Mutex<[String]>([])

  init(
    _ identity: String = "faulty", fault: ProviderFault = .none, tellsWords: Bool = true,
    sampleRate: Int = 300,
    first: MediaTime = .milliseconds(200), isRude: Bool = false, alarms: VirtualAlarms
  ) {
    voiceIdentity = identity
    self.fault = fault
    self.tellsWords = tellsWords
    self.sampleRate = sampleRate
    self.first = first
    self.isRude = isRude
    self.alarms = alarms
  }

  func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    asked.withLock { $0.append(text) }
    let work = FaultyWork(isRude: isRude)
    let words = text.split(separator: " ").map(String.init)
    var script: [(pause: MediaTime, event: SynthesisEvent)] = []
    if tellsWords {
      let times = words.enumerated().map { index, word in
        SpokenWord(
          word, start: .samples(index * Self.samplesPerWord, rate: sampleRate),
          end: .samples((index + 1) * Self.samplesPerWord, rate: sampleRate))
      }
      script.append((first, .words(times)))
    }
    // Words are named by their number: "w7".
    let numbers = words.map { Int16($0.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0 }
    for number in numbers {
      for _ in 0..<10 {
        script.append(
          (script.isEmpty ? first : .milliseconds(10), .audio([Int16](repeating: 1_000 + number, count: 10))))
      }
    }
    script.append((.milliseconds(5), .finished))
    switch fault {
    case .none: break
    case .error(let error): script = [(.milliseconds(50), .failed(error))]
    case .stalls: script = []
    case .stallsAfter(let count): script = Array(script.prefix(count))
    case .failsAfter(let count):
      script = Array(script.prefix(count)) + [(.milliseconds(20), .failed(.failed("broken pipe")))]
    case .empty: script = [(first, .finished)]
    case .drips(let pause): script = script.map { (pause, $0.event) }
    }
    work.play(script, on: alarms, events)
    return work
  }
}

import Audio
import CloudProviders
import Conversation
import Dispatch
import Providers
import Synchronization

/// Asks vendors for a very small piece of work, all at once, and tells what came of it.
struct ProviderProbe {
  struct Finding: Sendable {
    let name: String
    /// Nil: it did it.
    let error: ProviderError?
  }

  /// How long the slowest may take.
  private static let patience = MediaTime.seconds(5 as Int64)
  private final class Question: Sendable {
    let name: String
    let outcome = Mutex<Finding?>(nil)
    private let group: DispatchGroup
    /// What is asked, kept until there is an answer.
    let work = Mutex<[any Sendable]>([])

    init(_ name: String, _ group: DispatchGroup) {
      self.name = name
      self.group = group
      group.enter()
    }

    func settle(_ error: ProviderError?) {
      let isFirst = outcome.withLock { outcome in
        guard outcome == nil else { return false }
        outcome = Finding(name: name, error: error)
        return true
      }
      if isFirst { group.leave() }
    }
  }

  private let alarms: any Alarms
  private let group = DispatchGroup()
  private var questions: [Question] = []

  init(_ alarms: any Alarms) { self.alarms = alarms }

  mutating func ask(_ recogniser: any Recogniser, name: String) {
    let question = add(name)
    do throws(ProviderError) {
      let stream = try recogniser.openStream(sampleRate: 16_000) { event in
        switch event {
        case .partial: break
        case .final: question.settle(nil)
        case .failed(let error): question.settle(error)
        }
      }
      question.work.withLock { $0.append(stream) }
      stream.begin(utterance: 1)
      stream.append([Int16](repeating: 0, count: 4_800))
      stream.flush(1)
    } catch {
      question.settle(error)
    }
  }

  mutating func ask(_ model: any ChatModel, name: String) {
    let question = add(name)
    var parameters = ModelParameters()
    parameters.maxTokens = 16
    let work = model.complete(
      ChatRequest(
        parameters: parameters, stablePrompt: "Answer with one word.", messages: [.user("Hello.")])
    ) { event in
      switch event {
      case .finished: question.settle(nil)
      case .failed(let error): question.settle(error)
      default: break
      }
    }
    question.work.withLock { $0.append(work) }
  }

  mutating func ask(_ voice: any Synthesiser, name: String) {
    let question = add(name)
    let work = voice.synthesise("Hello.") { event in
      switch event {
      case .finished: question.settle(nil)
      case .failed(let error): question.settle(error)
      case .audio, .words, .substituted: break
      }
    }
    question.work.withLock { $0.append(work) }
  }

  /// Waits for all, at most five seconds.
  func findings() -> [Finding] {
    let alarm = alarms.after(Self.patience) { [questions] in
      for question in questions { question.settle(.noProgress(.beforeFirst)) }
    }
    group.wait()
    alarm.cancel()
    for question in questions {
      for work in question.work.withLock({ $0 }) {
        (work as? any RecogniserStream)?.close()
        (work as? any Cancellable)?.cancel()
      }
    }
    return questions.compactMap { $0.outcome.withLock { $0 } }
  }

  private mutating func add(_ name: String) -> Question {
    let question = Question(name, group)
    questions.append(question)
    return question
  }
}

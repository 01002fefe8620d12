import Audio
import Synchronization
import Testing

@testable import Providers

@Suite("Fail-over of recognisers")
struct FailoverRecogniserTests {
  /// Utterances of so many pieces of 100 ms each, with a flush in the middle and one at the end.
  static let utterances = [6, 12, 3]

  struct Answer: Equatable {
    var utterance: Int
    var flush: Int
    var text: String
    var delay: MediaTime
  }

  static func run(
    _ recognisers: [FaultyRecogniser], alarms: VirtualAlarms
  ) throws -> (answers: [Answer], failures: Int, events: [(at: MediaTime, event: RecogniserEvent)]) {
    let recogniser = FailoverRecogniser(
      recognisers.enumerated().map {
        ProviderSlot($1 as any Recogniser, gate: ProviderGate("recogniser \($0)"))
      },
      alarms: alarms)
    let log = Log<RecogniserEvent>()
    let stream = try recogniser.openStream(sampleRate: 8_000) { log.add($0, at: alarms.now) }
    var asked: [[Int]: MediaTime] = [:]
    for (index, count) in utterances.enumerated() {
      stream.begin(utterance: index + 1)
      for piece in 0..<count {
        stream.append([Int16](repeating: Int16((index + 1) * 100 + piece), count: 800))
        alarms.run(until: alarms.now + .milliseconds(100))
        if piece == count / 2 {
          asked[[index + 1, 1]] = alarms.now
          stream.flush(1)
        }
      }
      alarms.run(until: alarms.now + .milliseconds(400))
      asked[[index + 1, 2]] = alarms.now
      stream.flush(2)
      alarms.run(until: alarms.now + .seconds(Int64(3)))
      stream.end()
      alarms.run(until: alarms.now + .milliseconds(500))
    }
    let before = log.all.count
    stream.close()
    alarms.run(until: alarms.now + .seconds(Int64(20)))
    #expect(log.all.count == before, "an event after the close")
    var answers: [Answer] = []
    var failures = 0
    for (at, event) in log.all {
      switch event {
      case .final(let utterance, let flush, let text):
        let asked = asked[[utterance, flush]] ?? .zero
        answers.append(Answer(utterance: utterance, flush: flush, text: text, delay: at - asked))
      case .failed: failures += 1
      case .partial: break
      }
    }
    return (answers, failures, log.all)
  }

  static func whole(_ utterance: Int) -> String {
    (0..<utterances[utterance - 1]).map { "\(utterance * 100 + $0)" }.joined(separator: " ")
  }

  @Test("any one fault: every utterance is understood in whole, once, in time", arguments: 0..<100)
  func anyOneFault(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    let alarms = VirtualAlarms()
    let recognisers = [
      FaultyRecogniser(fault: .random(&dice), isRude: Bool.random(using: &dice), alarms: alarms),
      FaultyRecogniser(alarms: alarms),
    ]
    let (answers, failures, _) = try Self.run(recognisers, alarms: alarms)
    #expect(failures == 0, "\(recognisers[0].fault)")
    for utterance in 1...Self.utterances.count {
      let last = answers.filter { $0.utterance == utterance && $0.flush == 2 }
      #expect(last.count == 1, "\(recognisers[0].fault), utterance \(utterance)")
      #expect(last.first?.text == Self.whole(utterance), "\(recognisers[0].fault)")
      #expect((last.first?.delay ?? .zero) <= ProviderTiming.recogniser.silence)
    }
    #expect(
      recognisers.allSatisfy {
        $0.opened.load(ordering: .relaxed) >= $0.closed.load(ordering: .relaxed)
      })
  }

  @Test("whatever fails: an answer or a failure, once, in time", arguments: 0..<100)
  func anything(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed &+ 3_000)
    let alarms = VirtualAlarms()
    let recognisers = (0..<Int.random(in: 1...3, using: &dice)).map { _ in
      FaultyRecogniser(fault: .random(&dice), isRude: Bool.random(using: &dice), alarms: alarms)
    }
    let (answers, failures, _) = try Self.run(recognisers, alarms: alarms)
    for utterance in 1...Self.utterances.count {
      let last = answers.filter { $0.utterance == utterance && $0.flush == 2 }
      #expect(last.count <= 1)
      if let last = last.first { #expect(last.text == Self.whole(utterance)) }
      #expect(last.count == 1 || failures > 0, "\(recognisers.map(\.fault))")
    }
    #expect(answers.allSatisfy { $0.delay <= ProviderTiming.recogniser.silence })
  }

  @Test("more than half a minute of one utterance is not kept")
  func bounded() {
    var relay = UtteranceRelay(
      firsts: [.seconds(Int64(1)), .seconds(Int64(1))], timing: .recogniser, sampleRate: 8_000)
    _ = relay.handle(.open, at: .zero)
    _ = relay.handle(.begin(1), at: .zero)
    for _ in 0..<1_000 { _ = relay.handle(.append([Int16](repeating: 1, count: 800)), at: .zero) }
    let actions = relay.handle(.event(stream: 1, .failed(.noProgress(.between))), at: .zero)
    let replayed = actions.reduce(0) {
      if case .append(_, let samples) = $1 { $0 + samples.count } else { $0 }
    }
    #expect(replayed == 30 * 8_000)
  }

  @Test(
    "who hears nothing in what was long enough for words is not believed before another one was asked",
    arguments: [(400, ""), (1_600, "Yes."), (1_600, ""), (1_600, nil)])
  func doubt(milliseconds: Int, second: String?) {
    var relay = UtteranceRelay(
      firsts: [.seconds(Int64(1)), .seconds(Int64(1))], timing: .recogniser, sampleRate: 8_000)
    _ = relay.handle(.open, at: .zero)
    _ = relay.handle(.begin(1), at: .zero)
    _ = relay.handle(.append([Int16](repeating: 1, count: 8 * milliseconds)), at: .zero)
    _ = relay.handle(.flush(1), at: .zero)
    var actions = relay.handle(
      .event(stream: 1, .final(utterance: 1, flush: 1, text: "")), at: .milliseconds(200))
    #expect(actions.contains { if case .open(2, 1) = $0 { true } else { false } } == (milliseconds > 1_000))
    if milliseconds > 1_000 {
      #expect(!actions.contains { if case .emit = $0 { true } else { false } })
      let answer =
        second.map { RecogniserEvent.final(utterance: 1, flush: 1, text: $0) }
        ?? .failed(.noProgress(.beforeFirst))
      actions = relay.handle(.event(stream: 2, answer), at: .milliseconds(500))
    }
    let emitted = actions.compactMap { if case .emit(let event) = $0 { event } else { nil } }
    #expect(emitted == [.final(utterance: 1, flush: 1, text: second ?? "")])
  }
}

import Audio
import Conversation
import Synchronization
import Testing

@testable import Providers

@Suite("Fail-over of language models")
struct FailoverModelTests {
  static let text = """
    Thanks for calling us today, this is the front desk speaking. We repair roofs and gutters in the whole county. \
    Somebody could visit on Tuesday or on Wednesday morning. Which of these two would be better for you?
    """
  static let request = ChatRequest(stablePrompt: "You sell roofs.", messages: [.user("hello")])

  struct Outcome {
    var events: [(at: MediaTime, event: ChatEvent)]
    var words: [Substring] {
      events.compactMap { if case .text(let text) = $0.event { text } else { nil } }.joined()
        .split(separator: " ")
    }
    var isFinished: Bool { if case .finished? = events.last?.event { true } else { false } }
    var ends: Int {
      events.count {
        switch $0.event {
        case .finished, .failed: true
        default: false
        }
      }
    }
    /// The longest time without anything to say, or an end.
    var silence: MediaTime {
      var last = MediaTime.zero
      var longest = MediaTime.zero
      for (at, _) in events {
        longest = max(longest, at - last)
        last = at
      }
      return longest
    }
  }

  static func run(
    _ models: [FaultyModel], alarms: VirtualAlarms, hedges: Bool = false, gates: [ProviderGate]? = nil,
    cancelAt: MediaTime? = nil
  ) -> Outcome {
    let gates = gates ?? models.indices.map { ProviderGate("model \($0)", seed: 1) }
    let model = FailoverModel(
      zip(models, gates).map { ProviderSlot($0 as any ChatModel, gate: $1) }, alarms: alarms, hedges: hedges)
    let log = Log<ChatEvent>()
    let start = alarms.now
    let work = model.complete(request) {
      log.add($0, at: MediaTime(nanoseconds: alarms.now.nanoseconds - start.nanoseconds))
    }
    if let cancelAt { _ = alarms.after(cancelAt) { work.cancel() } }
    alarms.run(until: start + .seconds(Int64(60)))
    return Outcome(events: log.all)
  }

  @Test("a healthy model is passed on, in pieces that can be spoken")
  func healthy() {
    let alarms = VirtualAlarms()
    let outcome = Self.run([FaultyModel(Self.text, alarms: alarms)], alarms: alarms)
    #expect(outcome.words == Self.text.split(separator: " "))
    #expect(outcome.ends == 1 && outcome.isFinished)
    guard case .text(let first)? = outcome.events.first?.event else { return #expect(Bool(false)) }
    #expect(first == "Thanks for calling us today, ")
    #expect(
      outcome.events.contains {
        if case .usage(let usage) = $0.event { usage.model == "model 0" && usage.input == 10 } else { false }
      })
  }

  @Test("what an attempt used that broke off is told, and what the next one used")
  func usage() {
    let alarms = VirtualAlarms()
    let words = Self.text.split(separator: " ").count
    let models = [
      FaultyModel(Self.text, fault: .failsAfter(words + 1), alarms: alarms),
      FaultyModel(Self.text, alarms: alarms),
    ]
    let outcome = Self.run(models, alarms: alarms)
    let used = outcome.events.compactMap { if case .usage(let usage) = $0.event { usage } else { nil } }
    #expect(used.map(\.model).contains("model 0"), "\(used)")
    #expect(used.allSatisfy { $0.input == 10 })
    #expect(outcome.ends == 1)
  }

  @Test("what an attempt used is told though it only fell silent and nobody could go on")
  func usageOfSilence() {
    let alarms = VirtualAlarms()
    let words = Self.text.split(separator: " ").count
    let outcome = Self.run(
      [FaultyModel(Self.text, fault: .stallsAfter(words + 1), alarms: alarms)], alarms: alarms)
    let used = outcome.events.compactMap { if case .usage(let usage) = $0.event { usage.model } else { nil } }
    #expect(!used.isEmpty && Set(used) == ["model 0"])
    #expect(outcome.ends == 1)
  }

  @Test(
    "any one fault, at any place: everything is said once, and never more than 2.1 s pass", arguments: 0..<150
  )
  func anyOneFault(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let alarms = VirtualAlarms()
    let models = [
      FaultyModel(
        Self.text, fault: .random(&dice), isRude: Bool.random(using: &dice), alarms: alarms),
      FaultyModel(
        Self.text, manner: Int.random(in: 0..<3, using: &dice),
        first: .milliseconds(Int64.random(in: 100...400, using: &dice)), alarms: alarms),
    ]
    let outcome = Self.run(models, alarms: alarms)
    #expect(outcome.words == Self.text.split(separator: " "), "\(models[0].fault), \(models[1].manner)")
    #expect(outcome.ends == 1 && outcome.isFinished)
    #expect(outcome.silence <= ProviderTiming.model.silence, "\(models[0].fault)")
  }

  @Test("whatever fails: one end, in time, and nothing is said twice", arguments: 0..<150)
  func anything(seed: UInt64) {
    var dice = SeededGenerator(seed: seed &+ 10_000)
    let alarms = VirtualAlarms()
    let models = (0..<Int.random(in: 1...3, using: &dice)).map { _ in
      FaultyModel(
        Self.text, fault: .random(&dice), manner: Int.random(in: 0..<3, using: &dice),
        first: .milliseconds(Int64.random(in: 50...2_000, using: &dice)), isRude: Bool.random(using: &dice),
        alarms: alarms)
    }
    let outcome = Self.run(models, alarms: alarms, hedges: Bool.random(using: &dice))
    let words = Self.text.split(separator: " ")
    #expect(outcome.ends == 1)
    #expect(Array(words.prefix(outcome.words.count)) == outcome.words, "\(models.map(\.fault))")
    #expect(outcome.silence <= ProviderTiming.model.silence, "\(models.map(\.fault))")
    // What breaks off does so behind a clause.
    if let last = outcome.words.last {
      #expect(last.hasSuffix(",") || last.hasSuffix(".") || last.hasSuffix("?"))
    }
    #expect(models.allSatisfy { model in model.works.withLock { $0.count <= 3 } })
  }

  @Test("nothing comes after a cancel, and the providers are cancelled", arguments: 0..<60)
  func cancel(seed: UInt64) {
    var dice = SeededGenerator(seed: seed &+ 20_000)
    let alarms = VirtualAlarms()
    let at = MediaTime.milliseconds(Int64.random(in: 0...1_500, using: &dice))
    let models = [
      FaultyModel(Self.text, fault: .random(&dice), isRude: true, alarms: alarms),
      FaultyModel(Self.text, isRude: true, alarms: alarms),
    ]
    let outcome = Self.run(models, alarms: alarms, cancelAt: at)
    #expect(outcome.events.allSatisfy { $0.at <= at })
  }

  @Test("a slow model gets a rival at its 95th percentile, and only one of them is heard")
  func hedge() {
    let alarms = VirtualAlarms()
    let gates = [ProviderGate("slow", seed: 1), ProviderGate("rival", seed: 2)]
    for _ in 0..<30 { gates[0].note(latency: .milliseconds(500)) }
    let models = [
      FaultyModel(Self.text, first: .milliseconds(900), isRude: true, alarms: alarms),
      FaultyModel(Self.text, first: .milliseconds(100), alarms: alarms),
    ]
    let outcome = Self.run(models, alarms: alarms, hedges: true, gates: gates)
    #expect(outcome.words == Self.text.split(separator: " "))
    #expect((outcome.events.first?.at ?? .zero) < .milliseconds(800))
    #expect(models[0].works.withLock { $0.allSatisfy(\.wasCancelled) })
    #expect(gates[0].figures.failed == 0)
  }

  @Test("a thousand calls do not each learn that a provider is down")
  func breaker() {
    let alarms = VirtualAlarms()
    let gates = [ProviderGate("dead", seed: 1), ProviderGate("alive", seed: 2)]
    let dead = FaultyModel(Self.text, fault: .error(.failed("no route")), alarms: alarms)
    let alive = FaultyModel(Self.text, alarms: alarms)
    for _ in 0..<100 {
      let outcome = Self.run([dead, alive], alarms: alarms, gates: gates)
      #expect(outcome.isFinished)
      // Each of these runs a minute of virtual time: the breaker probes now and then.
    }
    #expect(dead.asked.load(ordering: .relaxed) < 250)
    #expect(gates[0].figures.refused >= 0)
    let log = Log<ChatEvent>()
    let before = dead.asked.load(ordering: .relaxed)
    let model = FailoverModel(
      [
        ProviderSlot(dead as any ChatModel, gate: gates[0]),
        ProviderSlot(alive as any ChatModel, gate: gates[1]),
      ],
      alarms: alarms)
    for _ in 0..<1_000 { _ = model.complete(Self.request) { log.add($0, at: alarms.now) } }
    alarms.run(until: alarms.now + .seconds(Int64(20)))
    #expect(log.events.count { if case .finished = $0 { true } else { false } } == 1_000)
    #expect(dead.asked.load(ordering: .relaxed) - before <= 2)
  }

  @Test("tool calls of an answer that broke off are not made")
  func toolCalls() {
    var work = ChatContinuation(Self.request, names: ["a", "b"])
    work.begin(choice: 0)
    guard case .sign = work.take(.toolCall(ToolCall(id: "1", name: "book", arguments: "{}"))) else {
      return #expect(Bool(false))
    }
    work.handOver()
    work.begin(choice: 1)
    _ = work.take(.toolCall(ToolCall(id: "2", name: "book", arguments: "{}")))
    guard case .done(let events) = work.take(.finished(.tools)) else { return #expect(Bool(false)) }
    #expect(events == [.toolCall(ToolCall(id: "2", name: "book", arguments: "{}")), .finished(.tools)])
  }

  @Test("an answer that came to its limit ends with its last whole sentence")
  func length() {
    var work = ChatContinuation(Self.request, names: ["a"])
    work.begin(choice: 0)
    _ = work.take(.text("We are open. Please come and "))
    guard case .done(let events) = work.take(.finished(.length)) else { return #expect(Bool(false)) }
    #expect(events == [.finished(.length)])
  }

  @Test("control characters, endless text and refusals are no answers")
  func unusable() {
    var work = ChatContinuation(Self.request, names: ["a"])
    work.begin(choice: 0)
    guard case .content(let events) = work.take(.text("Hello\u{0}\u{7} there. Now\u{1B} ")) else {
      return #expect(Bool(false))
    }
    #expect(events == [.text("Hello   there. ")])
    guard case .failed(.unusableAnswer) = work.take(.text(String(repeating: "a", count: 40_000))) else {
      return #expect(Bool(false))
    }
    var other = ChatContinuation(Self.request, names: ["a"])
    other.begin(choice: 0)
    guard case .failed(.unusableAnswer) = other.take(.finished(.refused)) else { return #expect(Bool(false)) }
  }
}

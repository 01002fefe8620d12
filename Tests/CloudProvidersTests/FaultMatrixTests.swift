import Audio
import CloudProviders
import Conversation
import Foundation
import Networking
import ProviderSimulator
import Providers
import Recording
import Testing

/// Every adapter, every fault of its vendor's server, at every place in the answer, with a healthy provider after it in
/// the agent's list: the work is done or given up once, no later than a caller may wait, and nothing is left over.
@Suite("The matrix of faults", .serialized, .timeLimit(.minutes(5)))
struct FaultMatrixTests {
  /// What a caller may hear of nothing after one fault.
  private static let longestSilence = MediaTime.milliseconds(2_500)
  /// Cells at the same time: they mostly wait, but their vendors need the processor, too.
  private static let together = 3
  private static let sentence = "Good morning, this is Anna from Example Solar, and I call about your roof."
  /// What the simulated voices take for it.
  private static let usual = MediaTime.milliseconds(4_500)
  private static let line = "Our budget is around twenty thousand dollars."

  // MARK: Voices

  @Test(
    "a clause is spoken whole, once and in time, whatever happens to its voice",
    arguments: MatrixAdapter.voices)
  func voices(adapter: MatrixAdapter) async {
    await each(adapter) { cell, loop in try await speak(cell, loop) }
  }

  private func speak(_ cell: FaultCell, _ loop: ProviderLoop) async throws {
    let cloud = try SimulatedCloud([cell.fault], loop: loop)
    let log = TimedEvents<SynthesisEvent> { cloud.loop.now }
    let start = cloud.loop.now
    let clause = try voice(cloud, cell.adapter).synthesise(Self.sentence) { log.note($0) }
    #expect(await log.wait(until: isOver), "\(cell): no end")
    clause.cancel()
    #expect(log.events.count { isOver([$0]) } == 1, "\(cell)")
    #expect(isOver(log.events), "\(cell): something came after the end")
    #expect(log.overlaps == 0, "\(cell)")
    #expect(log.events.last == .finished, "\(cell): \(String(describing: log.events.last))")
    // Played as it comes: what a caller hears of nothing.
    var (playedUntil, silence) = (start, MediaTime.zero)
    for (at, event) in log.timed {
      silence = max(silence, at - playedUntil)
      if case .audio(let samples) = event {
        playedUntil = max(playedUntil, at) + .samples(samples.count, rate: 8000)
      }
    }
    #expect(silence <= Self.longestSilence, "\(cell): \(silence) of silence")
    // Most of a sentence, and not two: what was broken off is said again in part.
    let length = MediaTime.samples(samples(log.events).count, rate: 8000)
    let expected = Self.usual.seconds
    #expect(
      // Samples do not say how fast they are: at twice the rate they are speech all the same, and slow.
      length.seconds >= expected * (cell.changesWords ? 0.4 : 0.6)
        && length.seconds <= expected * (cell.kind == .wrongRate ? 2.2 : 1.6),
      "\(cell): \(length) of speech where \(Self.usual) is usual")
    let words = log.events.flatMap { if case .words(let words) = $0 { words } else { [SpokenWord]() } }
    #expect(zip(words, words.dropFirst()).allSatisfy { $0.start <= $1.start }, "\(cell): \(words)")
  }

  private func voice(_ cloud: SimulatedCloud, _ adapter: MatrixAdapter) throws -> FailoverSynthesiser {
    let slots = try slots(cloud, adapter) { choice throws in
      try cloud.registry.voice(choice, sampleRate: 8000)
    }
    return try FailoverSynthesiser(slots, alarms: LoopAlarms(cloud.loop))
  }

  private func isOver(_ events: [SynthesisEvent]) -> Bool {
    switch events.last {
    case .finished, .failed: true
    default: false
    }
  }

  private func samples(_ events: [SynthesisEvent]) -> [Int16] {
    events.flatMap { if case .audio(let samples) = $0 { samples } else { [Int16]() } }
  }

  // MARK: Language models

  @Test("an answer ends once and in time, and says nothing twice", arguments: MatrixAdapter.models)
  func models(adapter: MatrixAdapter) async {
    await each(adapter) { cell, loop in try await ask(cell, loop) }
  }

  private func ask(_ cell: FaultCell, _ loop: ProviderLoop) async throws {
    let cloud = try SimulatedCloud([cell.fault], loop: loop)
    let slots = try slots(cloud, cell.adapter) { choice throws in try cloud.registry.model(choice) }
    let model = FailoverModel(slots, alarms: LoopAlarms(cloud.loop))
    let request = ChatRequest(
      stablePrompt: "You are Anna of Example Solar.",
      messages: [.assistant("Do you have two minutes?"), .user("Yes, I have.")])
    let log = TimedEvents<ChatEvent> { cloud.loop.now }
    let start = cloud.loop.now
    let answer = model.complete(request) { log.note($0) }
    #expect(await log.wait(until: isOver), "\(cell): no end")
    answer.cancel()
    let events = log.events
    #expect(events.count { isOver([$0]) } == 1, "\(cell)")
    #expect(isOver(events), "\(cell): something came after the end")
    #expect(log.overlaps == 0, "\(cell)")
    if case .failed(let error)? = events.last { Issue.record("\(cell): \(error)") }
    var (heardAt, silence) = (start, MediaTime.zero)
    for (at, event) in log.timed {
      silence = max(silence, at - heardAt)
      if case .text = event { heardAt = at }
    }
    #expect(silence <= Self.longestSilence, "\(cell): \(silence) of silence")
    let text = events.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    #expect(text.contains { !$0.isWhitespace }, "\(cell): nothing was said")
    #expect(
      !text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }, "\(cell)")
    if cell.kind != .wrongLanguage {
      let sentences = text.split(whereSeparator: { ".?!".contains($0) }).map { $0.trimmingPrefix(" ") }
      #expect(Set(sentences.map(String.init)).count == sentences.count, "\(cell): \(text)")
    }
    // Of each attempt that told it, two at most with each of two vendors, under its model's name.
    let used = events.compactMap { if case .usage(let usage) = $0 { usage } else { nil } }
    #expect(used.count <= 4 && used.allSatisfy { !$0.model.isEmpty }, "\(cell): \(used)")
  }

  private func isOver(_ events: [ChatEvent]) -> Bool {
    switch events.last {
    case .finished, .failed: true
    default: false
    }
  }

  // MARK: Recognisers

  @Test(
    "an utterance gets its text once and in time, and the next one its own",
    arguments: MatrixAdapter.recognisers)
  func recognisers(adapter: MatrixAdapter) async {
    await each(adapter) { cell, loop in try await recognise(cell, loop) }
  }

  private func recognise(_ cell: FaultCell, _ loop: ProviderLoop) async throws {
    let cloud = try SimulatedCloud([cell.fault], lines: true, loop: loop)
    let slots = try slots(cloud, cell.adapter) { choice throws in try cloud.registry.recogniser(choice) }
    let recogniser = FailoverRecogniser(slots, alarms: LoopAlarms(cloud.loop))
    let log = TimedEvents<RecogniserEvent> { cloud.loop.now }
    let stream = try recogniser.openStream(sampleRate: 8000) { log.note($0) }
    for utterance in 1...2 {
      stream.begin(utterance: utterance)
      try await say(utterance == 1 ? "5" : "4", to: stream)
      let asked = cloud.loop.now
      stream.flush(utterance)
      #expect(await log.wait { isAnswered($0, utterance) }, "\(cell): utterance \(utterance) has no end")
      let answered = log.timed.last { isAnswered([$0.event], utterance) }?.at ?? asked
      #expect(answered - asked <= Self.longestSilence, "\(cell): \(answered - asked) to the text")
      let text = text(log.events, utterance)
      if utterance == 1, !cell.changesWords {
        let rate = wordErrorRate(reference: Self.line, hypothesis: text ?? "").rate
        #expect(rate < 0.3, "\(cell): \(text ?? "failed")")
      }
      if utterance == 2 { #expect(text?.contains("thousand") != true, "\(cell): \(text ?? "")") }
      stream.end()
    }
    let finals = log.events.compactMap { if case .final(_, let flush, _) = $0 { flush } else { nil } }
    #expect(Set(finals).count == finals.count, "\(cell): \(finals)")
    stream.close()
    let count = log.events.count
    #expect(log.events.count == count, "\(cell): something came after the close")
    #expect(log.overlaps == 0, "\(cell)")
  }

  private func say(_ name: String, to stream: any RecogniserStream) async throws {
    let sound = try WAVReader.read(path: "\(SimulatedCloud.repository)/fixtures/callers/lead/\(name).wav")
    let samples = sound.samples + [Int16](repeating: 0, count: 4000)
    for start in stride(from: 0, to: samples.count, by: 800) {
      stream.append(Array(samples[start..<min(start + 800, samples.count)]))
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private func isAnswered(_ events: [RecogniserEvent], _ utterance: Int) -> Bool {
    events.contains {
      switch $0 {
      case .final(utterance, _, _), .failed: true
      default: false
      }
    }
  }

  private func text(_ events: [RecogniserEvent], _ utterance: Int) -> String? {
    for case .final(utterance, _, let text) in events { return text }
    return nil
  }

  // MARK: All

  /// The adapter under test and the one that goes on, each at its vendor's own port: some faults strike a connection
  /// before any path is known.
  private func slots<Provider: Sendable>(
    _ cloud: SimulatedCloud, _ adapter: MatrixAdapter, make: (ProviderChoice) throws -> Provider
  ) throws -> [ProviderSlot<Provider>] {
    try [adapter, adapter.second].map { adapter in
      let port = Vendor(rawValue: adapter.rawValue).flatMap { cloud.simulator.ports[$0] } ?? 0
      return ProviderSlot(try make(adapter.choice(port: port)), gate: ProviderGate(adapter.rawValue))
    }
  }

  /// Nothing is left of all the cells once their vendors are gone.
  private func settles(_ loop: ProviderLoop, _ adapter: MatrixAdapter) async {
    let limit = ContinuousClock.now + .seconds(10)
    while true {
      let statistics = loop.statistics
      if statistics.activeRequests == 0, statistics.activeSockets == 0 { return }
      guard ContinuousClock.now < limit else {
        let (requests, sockets) = (statistics.activeRequests, statistics.activeSockets)
        Issue.record("\(adapter): \(requests) requests and \(sockets) sockets are left")
        return
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// One loop for all: a cell's requests must not disturb its neighbours'.
  private func each(
    _ adapter: MatrixAdapter, _ body: @escaping @Sendable (FaultCell, ProviderLoop) async throws -> Void
  ) async {
    guard let loop = try? SimulatedCloud.makeLoop() else {
      Issue.record("no loop")
      return
    }
    await withTaskGroup(of: Void.self) { group in
      for (index, cell) in FaultCell.all(adapter).enumerated() {
        if index >= Self.together { await group.next() }
        group.addTask {
          do { try await body(cell, loop) } catch { Issue.record("\(cell): \(error)") }
        }
      }
    }
    await settles(loop, adapter)
    loop.stop()
  }
}

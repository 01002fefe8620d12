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
@Suite("The matrix of faults", .timeLimit(.minutes(5)))
struct FaultMatrixTests {
  /// What a caller may hear of nothing after one fault.
  private static let longestSilence = MediaTime.milliseconds(2_500)
  /// Cells at the same time: they mostly wait.
  private static let together = 6
  private static let sentence = "Good morning, this is Anna from Example Solar, and I call about your roof."
  private static let line = "Our budget is around twenty thousand dollars."

  // MARK: Voices

  @Test(
    "a clause is spoken whole, once and in time, whatever happens to its voice",
    arguments: MatrixAdapter.voices)
  func voices(adapter: MatrixAdapter) async {
    let whole = try? await spoken(by: adapter)
    await each(FaultCell.all(adapter)) { cell in try await speak(cell, whole: whole ?? .zero) }
  }

  /// How long a voice that is well takes for the sentence.
  private func spoken(by adapter: MatrixAdapter) async throws -> MediaTime {
    let cloud = try SimulatedCloud()
    let log = TimedEvents<SynthesisEvent> { cloud.loop.now }
    _ = try voice(cloud, adapter).synthesise(Self.sentence) { log.note($0) }
    await log.wait(until: isOver)
    return .samples(samples(log.events).count, rate: 8000)
  }

  private func speak(_ cell: FaultCell, whole: MediaTime) async throws {
    let cloud = try SimulatedCloud([cell.fault])
    let log = TimedEvents<SynthesisEvent> { cloud.loop.now }
    let start = cloud.loop.now
    let clause = try voice(cloud, cell.adapter).synthesise(Self.sentence) { log.note($0) }
    #expect(await log.wait(until: isOver), "\(cell): no end")
    await settles(cloud, cell, sockets: 3)
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
    // Half a word more for the one that was broken off; another voice speaks faster or slower.
    let length = MediaTime.samples(samples(log.events).count, rate: 8000)
    #expect(
      length.seconds >= whole.seconds * 0.5 && length.seconds <= whole.seconds * 1.9,
      "\(cell): \(length) of speech where \(whole) was expected")
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
    await each(FaultCell.all(adapter)) { cell in try await ask(cell) }
  }

  private func ask(_ cell: FaultCell) async throws {
    let cloud = try SimulatedCloud([cell.fault])
    let slots = try slots(cloud, cell.adapter) { choice throws in try cloud.registry.model(choice) }
    let model = FailoverModel(slots, alarms: LoopAlarms(cloud.loop))
    let request = ChatRequest(
      stablePrompt: "You are Anna of Example Solar.",
      messages: [.assistant("Do you have two minutes?"), .user("Yes, I have.")])
    let log = TimedEvents<ChatEvent> { cloud.loop.now }
    let start = cloud.loop.now
    let answer = model.complete(request) { log.note($0) }
    #expect(await log.wait(until: isOver), "\(cell): no end")
    await settles(cloud, cell, sockets: 0)
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
    #expect(events.count { if case .usage = $0 { true } else { false } } <= 1, "\(cell)")
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
    await each(FaultCell.all(adapter)) { cell in try await recognise(cell) }
  }

  private func recognise(_ cell: FaultCell) async throws {
    let cloud = try SimulatedCloud([cell.fault], lines: true)
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
    await settles(cloud, cell, sockets: 0)
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

  /// No request and no socket is left, but for a few that are kept for the next.
  private func settles(_ cloud: SimulatedCloud, _ cell: FaultCell, sockets: Int) async {
    let limit = ContinuousClock.now + .seconds(5)
    while true {
      let statistics = cloud.loop.statistics
      if statistics.activeRequests == 0, statistics.activeSockets <= sockets { return }
      guard ContinuousClock.now < limit else {
        Issue.record(
          "\(cell): \(statistics.activeRequests) requests and \(statistics.activeSockets) sockets are left")
        return
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  private func each(_ cells: [FaultCell], _ body: @escaping @Sendable (FaultCell) async throws -> Void) async
  {
    await withTaskGroup(of: Void.self) { group in
      for (index, cell) in cells.enumerated() {
        if index >= Self.together { await group.next() }
        group.addTask {
          do { try await body(cell) } catch { Issue.record("\(cell): \(error)") }
        }
      }
    }
  }
}

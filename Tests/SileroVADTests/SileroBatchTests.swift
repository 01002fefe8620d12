import SileroVAD
import Testing

@Suite("Silero batch")
struct SileroBatchTests {
  @Test("a batch of many gives what as many batches of one give, call after call", arguments: [2, 31, 128])
  func batchOfMany(size: Int) throws {
    let model = try LoadedSilero.model()
    var together = try SileroBatch(model: model, capacity: size)
    var alone = try SileroBatch(model: model, capacity: 1)
    var states = [SileroState](repeating: SileroState(), count: size)
    var ownStates = states
    for round in 0..<4 {
      together.removeAll()
      for call in 0..<size { add(call, round, states[call], to: &together) }
      try together.run()
      for call in 0..<size {
        alone.removeAll()
        add(call, round, ownStates[call], to: &alone)
        try alone.run()
        alone.readState(at: 0, into: &ownStates[call])
        together.readState(at: call, into: &states[call])
        let difference = together.probability(at: call) - alone.probability(at: 0)
        #expect(abs(difference) < 1e-4, "call \(call), round \(round)")
      }
    }
  }

  @Test("the answers are those of the published model")
  func published() throws {
    // What ONNX Runtime 1.31.1 gives for silero_vad.onnx (6.2.3) itself, at 8 kHz, for the same windows.
    let expected = Self.published
    let model = try LoadedSilero.model()
    var batch = try SileroBatch(model: model, capacity: expected.count)
    var states = [SileroState](repeating: SileroState(), count: expected.count)
    for round in 0..<expected[0].count {
      batch.removeAll()
      for call in expected.indices { add(call * 5 + 3, round, states[call], to: &batch) }
      try batch.run()
      for call in expected.indices {
        batch.readState(at: call, into: &states[call])
        let probability = batch.probability(at: call)
        #expect(
          abs(probability - expected[call][round]) < 1e-4, "call \(call), round \(round): \(probability)")
      }
    }
  }
  private static let published: [[Float]] = [
    [0.412185, 0.662249, 0.571292, 0.396020, 0.420585, 0.786174],
    [0.252064, 0.382937, 0.175367, 0.099521, 0.119474, 0.223995],
    [0.480574, 0.613750, 0.426301, 0.235329, 0.245366, 0.612815],
    [0.336468, 0.474915, 0.240314, 0.128603, 0.103985, 0.272681],
  ]

  @Test("one model serves several threads at once")
  func severalThreads() async throws {
    let model = try LoadedSilero.model()
    let first = try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<4 { group.addTask { try Self.probabilities(model) } }
      return try await group.reduce(into: [[Float]]()) { $0.append($1) }
    }
    #expect(first.allSatisfy { $0 == first[0] })
  }

  @Test("an empty batch is answered at once")
  func empty() throws {
    var batch = try SileroBatch(model: LoadedSilero.model(), capacity: 4)
    try batch.run()
    let (count, isFull) = (batch.count, batch.isFull)
    #expect(count == 0)
    #expect(!isFull)
  }

  private static func probabilities(_ model: SileroModel) throws -> [Float] {
    var batch = try SileroBatch(model: model, capacity: 16)
    var states = [SileroState](repeating: SileroState(), count: 16)
    var answers: [Float] = []
    for round in 0..<20 {
      batch.removeAll()
      for call in 0..<16 { add(call, round, states[call], to: &batch) }
      try batch.run()
      for call in 0..<16 {
        batch.readState(at: call, into: &states[call])
        answers.append(batch.probability(at: call))
      }
    }
    return answers
  }
}

private func add(_ index: Int, _ round: Int, _ state: borrowing SileroState, to batch: inout SileroBatch) {
  let window = LoadedSilero.window(index, round: round)
  batch.add(state) { span in for i in window.indices { span[i] = window[i] } }
}

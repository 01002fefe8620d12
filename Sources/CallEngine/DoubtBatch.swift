/// Interim.
struct DoubtModel: Sendable {
  init(_ directory: String) throws {}
}

struct DoubtBatch {
  private var slots: [Int] = []
  init(model: DoubtModel?) {}
  var isEmpty: Bool { slots.isEmpty }
  mutating func append(_ slot: Int) { slots.append(slot) }
  mutating func take() -> [Int] {
    defer { slots = [] }
    return slots
  }
  mutating func fill(from detector: inout VoiceActivityDetector) {}
  mutating func run() {}
  func settle(_ position: Int, in detector: inout VoiceActivityDetector) -> VoiceActivityEvent? { nil }
}

import Testing

@testable import CallEngine

@Suite("The circle of the latest samples")
struct SampleCircleTests {
  @Test("it holds what a plain array of everything would end with", arguments: 0..<40)
  func likeAnArray(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = Int.random(in: 1...50, using: &random)
    var circle = SampleCircle(capacity: capacity)
    var all: [Int16] = []
    for _ in 0..<60 {
      let run = (0..<Int.random(in: 0...120, using: &random)).map { _ in
        Int16.random(in: .min ... .max, using: &random)
      }
      circle.append(run.span)
      all += run
      #expect(circle.end == all.count)
      let from = Int.random(in: -10...all.count + 10, using: &random)
      let to = from + Int.random(in: 0...100, using: &random)
      var copied: [Int16] = []
      circle.copy(from..<to, onto: &copied)
      let first = max(from, all.count - capacity, 0)
      #expect(copied == (first < min(to, all.count) ? Array(all[first..<min(to, all.count)]) : []))
    }
  }
}

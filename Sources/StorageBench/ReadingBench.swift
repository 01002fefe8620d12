import Audio
import Foundation
import Journal
import Records

/// How quickly a full store answers.
struct ReadingBench {
  private let store: any RecordStore
  private let label: String

  init(_ store: any RecordStore, label: String) {
    self.store = store
    self.label = label
  }

  /// Prints a line for each kind of question; true when searches and call pages are as quick as they must be.
  func run(_ calls: [CallID]) throws -> Bool {
    // From the most frequent word to the rarest, one and two at a time.
    let words = (0..<100).map { BenchCalls.vocabulary[$0 * $0 * (BenchCalls.vocabulary.count - 1) / 9_801] }
    let search = report(
      "search", try words.map { word in try time { _ = try store.search(TextQuery(word)) } })
    report(
      "search of two",
      try zip(words, words.reversed()).map { pair in
        try time { _ = try store.search(TextQuery("\(pair.0) \(pair.1)")) }
      })
    let page = report("call page", try calls.map { call in try time { _ = try store.transcript(of: call) } })
    report(
      "list by number",
      try (0..<100).map { n in try time { _ = try store.calls(CallQuery(number: "+1555\(n)")) } })
    report(
      "list by own number",
      try (0..<20).map { _ in try time { _ = try store.calls(CallQuery(number: "+15550100000")) } })
    report("list by word", try words.map { word in try time { _ = try store.calls(CallQuery(text: word)) } })
    let isEnough = search < 100 && page < 20
    print("  \(label)  \(isEnough ? "enough" : "NOT ENOUGH")")
    return isEnough
  }

  private func time(_ body: () throws -> Void) rethrows -> Double {
    let start = MonotonicNanoseconds.now
    try body()
    return Double(MonotonicNanoseconds.now - start) / 1e6
  }

  /// Gives the 95th percentile.
  @discardableResult
  private func report(_ name: String, _ times: [Double]) -> Double {
    let sorted = times.sorted()
    guard let worst = sorted.last else { return .infinity }
    let p95 = sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
    print(
      "  \(label) \(name)  p50 \(rounded(sorted[sorted.count / 2])) ms  p95 \(rounded(p95)) ms  max \(rounded(worst)) ms"
    )
    return p95
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

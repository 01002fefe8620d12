import Foundation
import Testing

@testable import EmbeddedSpeech

@Suite("Open utterance")
struct OpenUtteranceTests {
  private func tone(seconds: Double, level: Double = 8000) -> [Int16] {
    (0..<Int(seconds * 8000)).map { Int16(level * sin(Double($0) * 0.4)) }
  }

  private func silence(seconds: Double) -> [Int16] { [Int16](repeating: 0, count: Int(seconds * 8000)) }

  @Test("a short utterance is one segment, pauses included")
  func short() {
    var utterance = OpenUtterance(number: 1, sampleRate: 8000)
    for samples in [tone(seconds: 3), silence(seconds: 2), tone(seconds: 3)] { utterance.append(samples) }
    #expect(utterance.segments.count == 1)
    #expect(utterance.count == 64_000)
  }

  @Test("a long one is cut in a pause")
  func cutInPause() {
    var utterance = OpenUtterance(number: 1, sampleRate: 8000)
    for samples in [tone(seconds: 14), silence(seconds: 1), tone(seconds: 2)] { utterance.append(samples) }
    #expect(utterance.segments.count == 2)
    let cut = utterance.segments[0].samples.count
    #expect((14 * 8000...15 * 8000).contains(cut))
    #expect(utterance.openCount == 17 * 8000 - cut)
  }

  @Test("without a pause it is cut before 28 s, where it is quietest")
  func hardCut() {
    var utterance = OpenUtterance(number: 1, sampleRate: 8000)
    let samples = tone(seconds: 26) + tone(seconds: 0.1, level: 4000) + tone(seconds: 5)
    utterance.append(samples)
    #expect(utterance.segments.count == 2)
    #expect((26 * 8000 - 500...26 * 8000 + 800).contains(utterance.segments[0].samples.count))
    #expect(utterance.segments.flatMap(\.samples) == samples)
  }

  @Test("a settled segment gives its audio back, the open one cannot be settled")
  func settle() {
    var utterance = OpenUtterance(number: 1, sampleRate: 8000)
    utterance.append(tone(seconds: 31))
    utterance.settle(0, text: "first")
    utterance.settle(1, text: "open")
    #expect(utterance.segments[0].samples.isEmpty)
    #expect(utterance.segments[0].text == "first")
    #expect(utterance.segments[1].text == nil)
  }

  @Test("audio that nobody recognises is bounded")
  func bounded() {
    var utterance = OpenUtterance(number: 1, sampleRate: 8000)
    let minute = tone(seconds: 60)
    for _ in 0..<10 { utterance.append(minute) }
    #expect(utterance.dropped > 0)
    #expect(utterance.segments.reduce(0) { $0 + $1.samples.count } <= 9 * 30 * 8000)
  }
}

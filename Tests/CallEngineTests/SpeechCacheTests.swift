import Testing

@testable import CallEngine

@Suite("Spoken lines")
struct SpeechCacheTests {
  private static let key = SpeechCache.Key(voice: "joe", text: "Sorry.", rate: 8_000)

  @Test("another voice's rendering is there until the right one's comes, and never takes its place")
  func standIn() {
    let cache = SpeechCache()
    cache.insert([1], for: Self.key, isStandIn: true)
    #expect(cache.line(Self.key) == [1] && !cache.contains(Self.key))
    cache.insert([2, 2], for: Self.key)
    #expect(cache.line(Self.key) == [2, 2] && cache.contains(Self.key))
    cache.insert([3], for: Self.key, isStandIn: true)
    #expect(cache.line(Self.key) == [2, 2] && cache.contains(Self.key))
    #expect(cache.statistics.hits == 3 && cache.statistics.lines == 1)
  }
}

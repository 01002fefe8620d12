import Audio
import Testing
import Wire

@Suite("Retry-After")
struct RetryAfterTests {
  /// Sun, 06 Nov 1994 08:49:37 GMT
  private let example = 784_111_777.0

  @Test(
    "seconds and dates are times from now, within a day",
    arguments: [
      ("0", 0), ("30", 30_000), (" 2.5", 2500), ("1e9", 86_400_000),
      ("Sun, 06 Nov 1994 08:49:47 GMT", 10_000), ("Sun, 06 Nov 1994 08:49:30 GMT", 0),
      ("Mon, 06 Nov 2094 08:49:30 GMT", 86_400_000),
    ] as [(String, Int64)])
  func times(value: String, milliseconds: Int64) {
    #expect(RetryAfter.time(value, wallClock: example)?.milliseconds == milliseconds)
  }

  @Test(
    "what says nothing is nil",
    arguments: [
      "", "soon", "-1", "nan", "inf", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Foo 1994 08:49:37 GMT",
    ])
  func nothing(value: String) { #expect(RetryAfter.time(value, wallClock: example) == nil) }
}

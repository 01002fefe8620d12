import Records
import Testing

@Suite("A retention policy")
struct RetentionPolicyTests {
  @Test("names kinds and times, in any order, with forever for none")
  func reading() throws {
    let policy = try #require(RetentionPolicy("recordings=30d, transcripts=90d,event-logs=12h,calls=forever"))
    let expected: [RetainedKind: Int64] = [
      .recordings: 2_592_000_000, .transcripts: 7_776_000_000, .eventLogs: 43_200_000,
    ]
    #expect(policy.milliseconds == expected)
    let text = policy.text
    #expect(text == "transcripts=90d,recordings=30d,event-logs=12h")
    let again = RetentionPolicy(policy.text)
    #expect(again == policy)
    #expect(try #require(RetentionPolicy("")).isEmpty)
    let forever = try #require(RetentionPolicy("events=forever"))
    #expect(forever.text.isEmpty)
  }

  @Test(
    "refuses what is none",
    arguments: [
      "transcripts", "transcripts=", "=90d", "transcript=90d", "transcripts=90", "transcripts=90x",
      "events=-1d",
      "events=0d", "events=1.5d", "events=1d,", ",events=1d", "events=1d,events=2d", "events=1d=2d",
      "events=99999999d", "events=9223372036854775807d", "events=٣d", "Events=1d", "events=1d;calls=2d",
      "90d",
    ])
  func nonsense(text: String) { #expect(RetentionPolicy(text) == nil) }

  @Test("says which kinds there are")
  func wanted() {
    for kind in RetainedKind.allCases { #expect(RetentionPolicy.wanted.contains(kind.rawValue)) }
  }
}

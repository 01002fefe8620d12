import Records
import Testing

@Suite("A retention policy")
struct RetentionPolicyTests {
  @Test("names kinds and times, in any order, with forever for none")
  func reading() throws {
    let policy = try #require(RetentionPolicy("recordings=30d, transcripts=90d,event-logs=12h,calls=forever"))
    let day: Int64 = 86_400_000
    let times: [RetainedKind: Int64] = [.recordings: 30 * day, .transcripts: 90 * day, .eventLogs: day / 2]
    #expect(policy.milliseconds == times)
    #expect(policy.text == "transcripts=90d,recordings=30d,event-logs=12h")
    #expect(RetentionPolicy(policy.text) == policy)
    #expect(RetentionPolicy("")?.isEmpty == true)
    #expect(RetentionPolicy("events=forever")?.text == "")
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

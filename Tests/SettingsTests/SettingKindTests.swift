import Records
import Settings
import Testing

@Suite("Setting kinds")
struct SettingKindTests {
  private func accepts(_ name: SettingName, _ value: String) -> Bool {
    let given = SettingsFixture.problems(flags: [name.rawValue: value])
    return given.allSatisfy { !$0.contains(" is not ") }
  }

  @Test(
    "times count seconds unless they say otherwise",
    arguments: zip(["0", "30", "30s", "250ms", "5m", "24h"], [0, 30_000, 30_000, 250, 300_000, 86_400_000]))
  func durations(text: String, milliseconds: Int) throws {
    let settings = try SettingsFixture.resolve(flags: ["drain-timeout": text])
    #expect(settings.drainTimeout == .milliseconds(milliseconds))
  }

  @Test(
    "what is no time is refused",
    arguments: ["", "s", "-1s", "1.5s", "1 s", "5min", "9223372036854775807h", "99999999999999999999", "٣s"])
  func badDurations(text: String) {
    #expect(!accepts(.drainTimeout, text))
  }

  @Test("how long data is kept is named by its kind, and what is none names them all")
  func retention() throws {
    let settings = try SettingsFixture.resolve(flags: ["retain": "recordings=30d,transcripts=90d"])
    #expect(settings.retention.text == "transcripts=90d,recordings=30d")
    #expect(try SettingsFixture.resolve(flags: [:]).retention.isEmpty)
    let problems = SettingsFixture.problems(flags: ["retain": "voices=3d"])
    #expect(problems.contains { $0.contains("calls, transcripts, events, recordings, event-logs") })
  }

  @Test(
    "offsets are read as minutes east",
    arguments: zip(["Z", "+00:00", "+05:30", "-08:00", "+14:00"], [0, 0, 330, -480, 840]))
  func offsets(text: String, minutes: Int) throws {
    #expect(try SettingsFixture.resolve(flags: ["utc-offset": text]).utcOffsetMinutes == minutes)
    #expect(try SettingsFixture.resolve(yaml: "utc-offset: \(text)").utcOffsetMinutes == minutes)
  }

  @Test(
    "what is no offset is refused",
    arguments: ["", "1", "+1:00", "+14:01", "+05:60", "05:30", "+0x:00", "UTC"])
  func badOffsets(text: String) {
    #expect(!accepts(.utcOffset, text))
  }

  @Test(
    "hosts are names and addresses",
    arguments: ["localhost", "127.0.0.1", "::", "fe80::1", "a-b.example.com"])
  func hosts(text: String) {
    #expect(accepts(.host, text))
  }

  @Test(
    "what is no host is refused",
    arguments: ["", "a b", "http://x", "a/b", "x\n", String(repeating: "a", count: 254)])
  func badHosts(text: String) {
    #expect(!accepts(.host, text))
  }

  @Test("tokens go into a URL's path as they are")
  func tokens() {
    #expect(accepts(.mediaToken, "8Zk2hK4kJ7Qw3vM1"))
    #expect(accepts(.mediaToken, "a-b.c_d~e"))
    for bad in [
      "short", "with space 123", "slash/slash/1", "percent%20%20", String(repeating: "a", count: 513),
    ] {
      #expect(!accepts(.mediaToken, bad))
    }
  }

  @Test(
    "public addresses become WebSocket addresses without a slash at the end",
    arguments: zip(
      [
        "wss://a.example", "https://a.example/", "http://a.example:8080/x//", "ws://[::1]:80",
        "WSS://a.example",
      ],
      ["wss://a.example", "wss://a.example", "ws://a.example:8080/x", "ws://[::1]:80", "wss://a.example"]))
  func publicURLs(text: String, base: String) throws {
    #expect(try SettingsFixture.resolve(flags: ["public-url": text]).publicURL == base)
  }

  @Test(
    "what is no public address is refused",
    arguments: [
      "", "a.example", "ftp://a.example", "wss://", "wss:///x", "wss://a.example?x=1", "wss://a.example#x",
      "wss://u:p@a.example", "wss://a.example:0", "wss://a.example:70000", "wss://a b",
    ])
  func badPublicURLs(text: String) {
    #expect(!accepts(.publicURL, text))
  }

  @Test("numbers beyond any integer are refused, not trapped on")
  func hugeNumbers() {
    #expect(!accepts(.port, "99999999999999999999999999"))
    #expect(!accepts(.workers, "-9223372036854775809"))
  }

  private static let hex = String(repeating: "0123456789abcdef", count: 4)

  @Test(
    "master keys are 32 bytes, in hexadecimal or base64",
    arguments: [hex, hex.uppercased(), " \(hex)", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="])
  func keys(text: String) throws {
    #expect(try SettingsFixture.resolve(environment: ["STARLING_MASTER_KEY": text]).masterKey == text)
  }

  @Test(
    "what is no master key is refused without showing it",
    arguments: [
      "0123456789", String(hex.dropLast()), hex + "00", "c2hvcnQ=", String(repeating: "g", count: 64),
    ])
  func badKeys(text: String) {
    let problems = SettingsFixture.problems(environment: ["STARLING_MASTER_KEY": text])
    #expect(problems.count == 1)
    #expect(problems.allSatisfy { $0.contains("openssl rand") && $0.contains("STARLING_MASTER_KEY") })
    #expect(problems.allSatisfy { !$0.contains(text) })
  }

  @Test("a master key is given once, and never shown")
  func masterKeyOnce() throws {
    let both = SettingsFixture.problems(
      flags: ["master-key-file": "key"], environment: ["STARLING_MASTER_KEY": Self.hex])
    #expect(both.count == 1)
    #expect(both.allSatisfy { $0.contains("keep one of") && !$0.contains(Self.hex) })
    let settings = try SettingsFixture.resolve(yaml: "master-key: \(Self.hex)")
    #expect(!SettingsReport(settings).table.contains(Self.hex))
    #expect(!SettingsReport(settings).json.contains(Self.hex))
  }
}

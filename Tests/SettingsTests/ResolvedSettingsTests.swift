import Settings
import Testing

@Suite("Resolved settings")
struct ResolvedSettingsTests {
  @Test("with nothing given, every value is the default and says so")
  func defaults() throws {
    let settings = try SettingsFixture.resolve()
    #expect(settings.host == "0.0.0.0")
    #expect(settings.port == 3650)
    #expect(settings.adminHost == "127.0.0.1")
    #expect(settings.adminPort == 3550)
    #expect(settings.providers == .embedded)
    #expect(settings.voice == .joe)
    #expect(settings.agent == "fixtures/agents/lead-qualification.yaml")
    #expect(settings.dataDirectory == "data")
    #expect(settings.modelsDirectory == ".models")
    #expect(settings.maxCalls == 1_000)
    #expect(settings.journalSyncMilliseconds == 20)
    #expect(settings.mediaToken == nil)
    #expect(settings.publicURL == nil)
    #expect(settings.utcOffsetMinutes == nil)
    #expect(!settings.recordsCalls)
    #expect(!settings.keepsEventLogs)
    #expect(settings.drainTimeout == .seconds(300))
    #expect(settings.l16ByteOrder == .little)
    #expect(settings.logLevel == .info)
    #expect(settings.entries.allSatisfy { $0.source == .builtIn })
    #expect(settings.entries.map(\.definition.name) == SettingDefinition.all.map(\.name))
  }

  @Test("flags win over the environment, the environment over the file, the file over defaults")
  func precedence() throws {
    let settings = try SettingsFixture.resolve(
      flags: ["port": "1001"], environment: ["STARLING_PORT": "1002", "STARLING_ADMIN_PORT": "1003"],
      yaml: "port: 1004\nadmin-port: 1005\nmax-calls: 6\n")
    #expect(settings.port == 1001)
    #expect(settings.entry(.port).source == .flag("--port"))
    #expect(settings.adminPort == 1003)
    #expect(settings.entry(.adminPort).source == .environment("STARLING_ADMIN_PORT"))
    #expect(settings.maxCalls == 6)
    #expect(settings.entry(.maxCalls).source == .file("starling.yaml", line: 3, column: 12))
    #expect(settings.entry(.host).source == .builtIn)
  }

  @Test("an empty variable counts as unset, and foreign variables are nobody's business")
  func emptyVariable() throws {
    let settings = try SettingsFixture.resolve(
      environment: ["STARLING_PORT": "", "STARLING_CONFIG": "x.yaml", "PATH": "/bin", "STARLINGS": "many"])
    #expect(settings.entry(.port).source == .builtIn)
  }

  @Test(
    "unknown names are refused, with the nearest name there is",
    arguments: [
      (["prot": "1"], [:], nil, "--prot: unknown flag (mend: did you mean --port?)"),
      (
        [:], ["STARLING_MAX_CALS": "1"], nil,
        "STARLING_MAX_CALS: unknown variable (mend: did you mean STARLING_MAX_CALLS?)"
      ),
      (
        [:], [:], "port: 1\nadmin_port: 2\n",
        "starling.yaml:2:1: unknown key \"admin_port\" (mend: did you mean admin-port?)"
      ),
      (
        [:], [:], "zzzzzzzzzz: 2\n",
        "starling.yaml:1:1: unknown key \"zzzzzzzzzz\" "
          + "(mend: remove it; `starling config print` lists the settings there are)"
      ),
    ] as [([String: String], [String: String], String?, String)])
  func unknownNames(flags: [String: String], environment: [String: String], yaml: String?, message: String) {
    #expect(SettingsFixture.problems(flags: flags, environment: environment, yaml: yaml) == [message])
  }

  @Test(
    "a value that does not fit is refused with what is wanted and where it came from",
    arguments: [
      (
        "port", "banana",
        "--port: \"banana\" is not a whole number from 0 to 65535 (mend: give port a whole number from 0 to 65535)"
      ),
      (
        "port", "65536",
        "--port: \"65536\" is not a whole number from 0 to 65535 (mend: give port a whole number from 0 to 65535)"
      ),
      (
        "max-calls", "0",
        "--max-calls: \"0\" is not a whole number from 1 to 100000 "
          + "(mend: give max-calls a whole number from 1 to 100000)"
      ),
      (
        "providers", "simulate",
        "--providers: \"simulate\" is not one of embedded, simulated (mend: did you mean simulated?)"
      ),
      ("record", "perhaps", "--record: \"perhaps\" is not true or false (mend: give record true or false)"),
      (
        "drain-timeout", "25h",
        "--drain-timeout: \"25h\" is not a time from 0s to 24h, such as 30s, 5m or 1h "
          + "(mend: give drain-timeout a time from 0s to 24h, such as 30s, 5m or 1h)"
      ),
    ])
  func badValue(name: String, value: String, message: String) {
    #expect(SettingsFixture.problems(flags: [name: value]) == [message])
  }

  @Test("everything that is wrong is said at once, also what a higher layer hides")
  func allProblems() {
    let problems = SettingsFixture.problems(
      flags: ["port": "1"], environment: ["STARLING_PORT": "x", "STARLING_VOICE": "bob"],
      yaml: "port: [1]\nrecrod: yes\n")
    #expect(problems.count == 4)
    #expect(problems.contains { $0.hasPrefix("starling.yaml:1:7: port is a list or a mapping") })
    #expect(problems.contains { $0.contains("did you mean record?") })
    #expect(problems.contains { $0.hasPrefix("STARLING_PORT: ") })
    #expect(problems.contains { $0.hasPrefix("STARLING_VOICE: ") })
  }

  @Test("a secret appears neither in errors nor in reports")
  func secrets() throws {
    let secret = "hunter2 hunter2"
    let problems = SettingsFixture.problems(environment: ["STARLING_MEDIA_TOKEN": secret])
    #expect(problems.count == 1)
    #expect(!problems.joined().contains("hunter2"))
    let settings = try SettingsFixture.resolve(flags: ["media-token": "hunter2hunter2"])
    #expect(settings.mediaToken == "hunter2hunter2")
    let report = SettingsReport(settings)
    #expect(!report.table.contains("hunter2"))
    #expect(!report.json.contains("hunter2"))
    #expect(report.table.contains("(hidden)"))
  }

  @Test("a certificate needs its key, and a key its certificate")
  func halfTLS() {
    #expect(
      SettingsFixture.problems(flags: ["tls-certificate": "c.pem"]) == [
        "--tls-certificate: a certificate without its key (mend: give tls-key as well)"
      ])
    #expect(
      SettingsFixture.problems(yaml: "tls-key: k.pem") == [
        "starling.yaml:1:10: a key without its certificate (mend: give tls-certificate as well)"
      ])
    #expect(SettingsFixture.problems(flags: ["tls-certificate": "c.pem", "tls-key": "k.pem"]).isEmpty)
  }

  @Test("two listeners cannot share a port, except that each may pick a free one")
  func samePort() {
    #expect(
      SettingsFixture.problems(flags: ["port": "3550"]) == [
        "--port: port and admin-port are both 3550 (mend: give them different ports)"
      ])
    #expect(SettingsFixture.problems(flags: ["port": "0", "admin-port": "0"]).isEmpty)
  }

  @Test("control characters and long values cannot dress up a message")
  func quoting() {
    let nasty = "\u{1B}[31m\n" + String(repeating: "x", count: 5_000)
    let message = SettingsFixture.problems(flags: ["voice": nasty]).joined()
    #expect(message.count < 400)
    #expect(!message.contains("\u{1B}") && !message.contains("\n"))
  }
}

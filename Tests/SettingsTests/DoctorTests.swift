import Foundation
import Settings
import Testing

@Suite("Doctor")
struct DoctorTests {
  /// A machine in good health; tests break one thing of it.
  private var healthy: DoctorProbes {
    DoctorProbes(
      libraryFault: { _ in nil },
      fileSize: { $0 == ".models/silero/vad.onnx" ? 12 : nil },
      text: { path in
        switch path {
        case ".models/sizes.txt": "12 silero/vad.onnx\n"
        case "c.pem": "-----BEGIN CERTIFICATE-----\n"
        case "k.pem": "-----BEGIN EC PRIVATE KEY-----\n"
        case "missing.yaml": nil
        default: "text"
        }
      },
      permissions: { _ in 0o600 },
      portFault: { _, _ in nil },
      openFileLimit: { OpenFileLimit(soft: 20_000, hard: 20_000) },
      directory: { _ in DoctorProbes.DirectoryState(freeBytes: 5 << 30) },
      cores: { 2 },
      memoryBytes: { 8 << 30 })
  }

  private func examine(
    _ flags: [String: String] = [:], _ change: (inout DoctorProbes) -> Void = { _ in }
  ) throws -> DoctorReport {
    var probes = healthy
    change(&probes)
    return Doctor(try SettingsFixture.resolve(flags: flags), probes: probes).examine()
  }

  private func check(_ report: DoctorReport, _ name: String) throws -> DoctorCheck {
    try #require(report.checks.first { $0.name == name })
  }

  @Test("finds nothing wrong with a healthy machine, and exits 0")
  func health() throws {
    let report = try examine()
    #expect(report.checks.allSatisfy { $0.status == .ok && $0.mend == nil }, "\(report.table)")
    #expect(report.exitCode == 0)
    #expect(report.table.hasSuffix("All \(report.checks.count) checks are fine."))
  }

  @Test("a library that does not load fails embedded providers and only worries simulated ones")
  func libraries() throws {
    for (providers, status, code) in [
      ("embedded", DoctorCheck.Status.fail, Int32(1)), ("simulated", .warn, 0),
    ] {
      let report = try examine(["providers": providers]) { $0.libraryFault = { _ in "no such file" } }
      let found = try check(report, "library libonnxruntime.so")
      #expect(found.status == status)
      #expect(found.detail == "no such file")
      #expect(found.mend == "run `make setup`")
      #expect(report.exitCode == code)
    }
  }

  @Test("missing models, torn models and an empty list are told apart")
  func models() throws {
    let none = try check(examine { $0.text = { $0.hasSuffix("sizes.txt") ? nil : "text" } }, "models")
    #expect(none.status == .fail && none.detail == "no speech models in .models")
    let torn = try check(examine { $0.fileSize = { _ in 11 } }, "models")
    #expect(torn.status == .fail && torn.detail == "silero/vad.onnx has 11 bytes instead of 12")
    #expect(torn.mend == "remove .models and run `make setup`")
    let gone = try check(examine { $0.fileSize = { _ in nil } }, "models")
    #expect(gone.detail == "silero/vad.onnx is missing")
    let empty = try check(examine { $0.text = { _ in "garbage\n\n x\n" } }, "models")
    #expect(empty.status == .fail)
  }

  @Test("a port in use fails, and the mend names the setting that chose it")
  func ports() throws {
    let report = try examine(["admin-port": "9000"]) { probes in
      probes.portFault = { _, port in port == 9000 ? "Address already in use" : nil }
    }
    #expect(try check(report, "port").status == .ok)
    let admin = try check(report, "admin-port")
    #expect(admin.status == .fail)
    #expect(admin.detail == "127.0.0.1:9000: Address already in use")
    #expect(admin.mend?.hasSuffix("choose another with --admin-port") == true)
    #expect(report.exitCode == 1)
  }

  @Test(
    "open files are counted against the calls asked for",
    arguments: [
      (1_128, 1_128, [:], DoctorCheck.Status.ok), (1_127, 4_096, [:], .ok), (1_024, 1_024, [:], .fail),
      (1_128, 1_128, ["record": "true"], .fail), (256, 256, ["max-calls": "10"], .ok),
    ] as [(Int, Int, [String: String], DoctorCheck.Status)])
  func descriptors(soft: Int, hard: Int, flags: [String: String], status: DoctorCheck.Status) throws {
    let report = try examine(flags) { $0.openFileLimit = { OpenFileLimit(soft: soft, hard: hard) } }
    #expect(try check(report, "open files").status == status)
  }

  @Test("the data directory must be writable and have room")
  func dataDirectory() throws {
    let locked = try check(
      examine { $0.directory = { _ in .init(fault: "/data: Permission denied") } }, "data-dir")
    #expect(locked.status == .fail && locked.detail == "/data: Permission denied")
    #expect(
      try check(examine { $0.directory = { _ in .init(freeBytes: 99 << 20) } }, "data-dir").status == .fail)
    #expect(
      try check(examine { $0.directory = { _ in .init(freeBytes: 500 << 20) } }, "data-dir").status == .warn)
    let recording = try check(
      examine(["record": "true"]) { $0.directory = { _ in .init(freeBytes: 2 << 30) } }, "data-dir")
    #expect(recording.detail == "data, 2048 MiB free, 18 hours of recordings")
  }

  @Test("an agent file that cannot be read, or that its reader refuses, fails")
  func agent() throws {
    #expect(try check(examine(["agent": "missing.yaml"]), "agent").status == .fail)
    var doctor = Doctor(try SettingsFixture.resolve(), probes: healthy)
    doctor.agentFault = { "\($0):3:1: unknown key" }
    let refused = try check(doctor.examine(), "agent")
    #expect(refused.status == .fail)
    #expect(refused.detail == "fixtures/agents/lead-qualification.yaml:3:1: unknown key")
  }

  @Test("certificate and key are looked at, and a key that everybody may read is said")
  func transportSecurity() throws {
    let flags = ["tls-certificate": "c.pem", "tls-key": "k.pem"]
    #expect(try examine(flags).exitCode == 0)
    let open = try examine(flags) { $0.permissions = { _ in 0o644 } }
    #expect(try check(open, "tls-key permissions").status == .warn)
    let swapped = try examine(["tls-certificate": "k.pem", "tls-key": "c.pem"])
    #expect(try check(swapped, "tls-certificate").status == .fail)
    #expect(try check(swapped, "tls-key").status == .fail)
    let missing = try examine(flags) { $0.text = { _ in nil } }
    #expect(try check(missing, "tls-key").status == .fail)
  }

  @Test("one core and little memory are worth a warning")
  func machine() throws {
    let report = try examine {
      $0.cores = { 1 }
      $0.memoryBytes = { 1 << 30 }
    }
    #expect(try check(report, "cores").status == .warn)
    #expect(try check(report, "memory").status == .warn)
    #expect(report.exitCode == 0)
  }

  @Test("checks of other modules come last, and everything is in the table and in the JSON")
  func reports() throws {
    var doctor = Doctor(try SettingsFixture.resolve(), probes: healthy)
    doctor.libraries = ["libfoo.so.1"]
    doctor.further = [{ .fail("database", "locked", mend: "stop the other server") }]
    let report = doctor.examine()
    #expect(report.checks.last == .fail("database", "locked", mend: "stop the other server"))
    #expect(try check(report, "library libfoo.so.1").status == .ok)
    #expect(report.table.contains("fail  database"))
    #expect(report.table.contains("-> stop the other server"))
    #expect(report.table.hasSuffix("1 failed, 0 to look at, \(report.checks.count - 1) fine."))
    struct Document: Decodable {
      let checks: [DoctorCheck]
      let failed: Int
      let warned: Int
    }
    let document = try JSONDecoder().decode(Document.self, from: Data(report.json.utf8))
    #expect(document.checks == report.checks)
    #expect(document.failed == 1 && document.warned == 0)
  }
}

import Foundation
import KeyRing
import Testing

/// What an operator sees of a master key that cannot be used.
@Suite("A master key at the start", .timeLimit(.minutes(2)))
struct PrivacyAtStartTests {
  private static let key = String(repeating: "5a", count: 32)
  private let folder = FileManager.default.temporaryDirectory.path + "/starling-key-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func write(_ text: String, mode: Int = 0o600) throws -> String {
    let path = folder + "/master"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  /// Exit code and all output of a command.
  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> (
    code: Int32, text: String
  ) {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (code, said) = try ServedEngine.run(arguments + ["--data-dir", folder], environment: environment)
    return (code, said)
  }

  private static let serve = ["serve", "--providers", "simulated", "--port", "0", "--admin-port", "0"]

  @Test("of a wrong length is refused with code 2 and not shown")
  func length() throws {
    let short = try run(Self.serve, environment: ["STARLING_MASTER_KEY": "0123456789abcdef"])
    #expect(
      short.code == 2 && short.text.contains("STARLING_MASTER_KEY") && short.text.contains("openssl rand"))
    #expect(!short.text.contains("0123456789abcdef"))
  }

  @Test("in a file of a wrong length is refused with code 2 and the file's name")
  func fileLength() throws {
    let file = try write("c2hvcnQ=")
    let short = try run(Self.serve + ["--master-key-file", file])
    #expect(
      short.code == 2 && short.text.contains("\(file) is no master key") && !short.text.contains("c2hvcnQ"))
  }

  @Test("in a file that is missing is refused with code 2")
  func missing() throws {
    let missing = try run(Self.serve + ["--master-key-file", folder + "/none"])
    #expect(missing.code == 2 && missing.text.contains("cannot open \(folder)/none: No such file"))
  }

  @Test("in a file that everybody may read is refused with code 2 and the mend")
  func exposed() throws {
    let file = try write(Self.key, mode: 0o644)
    let exposed = try run(Self.serve + ["--master-key-file", file])
    #expect(exposed.code == 2 && exposed.text.contains("chmod 600 \(file)"))
  }

  @Test(
    "other than that of the data folder is refused with code 2, and so is none at all",
    arguments: [true, false])
  func wrong(isGiven: Bool) throws {
    _ = try KeyRing(folder: folder, master: MasterKey(Self.key))
    let other = try write(String(repeating: "5b", count: 32))
    let found = try run(Self.serve + (isGiven ? ["--master-key-file", other] : []))
    #expect(found.code == 2)
    #expect(
      found.text.contains(
        isGiven ? "\(folder)/keys was wrapped with another master key" : "no master key is set"))
  }

  @Test("is looked at by the doctor, and hidden by config print")
  func shown() throws {
    _ = try KeyRing(folder: folder, master: MasterKey(Self.key))
    let other = String(repeating: "5b", count: 32)
    let printed = try run(["config", "print"], environment: ["STARLING_MASTER_KEY": other])
    #expect(printed.code == 0 && printed.text.contains("master-key") && !printed.text.contains(other))
  }

  @Test("that is wrong fails the doctor's check")
  func doctor() throws {
    _ = try KeyRing(folder: folder, master: MasterKey(Self.key))
    let other = String(repeating: "5b", count: 32)
    let found = try run(["doctor"], environment: ["STARLING_MASTER_KEY": other])
    #expect(found.code == 1 && found.text.contains("was wrapped with another master key"))
    #expect(!found.text.contains(other))
  }

  @Test("garbage in place of a person is refused with code 2")
  func garbage() throws {
    let found = try run(["erase", "--subject", "call me"])
    #expect(found.code == 2 && found.text.contains("is no number"))
  }
}

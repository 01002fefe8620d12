import Audio
import Foundation
import KeyRing
import Records
import Storage
import Testing

/// Calls through the program with a master key.
@Suite("A sealing engine", .serialized, .timeLimit(.minutes(3)))
struct SealedEngineTests {
  private static let key = String(repeating: "5a", count: 32)

  private static func files(_ folder: String) -> [String: Data] {
    var files: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      if let data = FileManager.default.contents(atPath: "\(folder)/\(name)") { files[name] = data }
    }
    return files
  }

  @Test(
    "stores every record, leaves no number in journal and recordings, and its recordings can be decrypted")
  func calls() async throws {
    let master = FileManager.default.temporaryDirectory.path + "/master-\(UUID().uuidString)"
    _ = FileManager.default.createFile(
      atPath: master, contents: Data(Self.key.utf8), attributes: [.posixPermissions: 0o600])
    defer { try? FileManager.default.removeItem(atPath: master) }
    let engine = try await ServedEngine(["--master-key-file", master, "--record"])
    let callers = try engine.call([
      "--concurrent", "20", "--duration", "4s", "--talk", "1s", "--listen", "1s",
    ])
    callers.waitUntilExit()
    #expect(callers.terminationStatus == 0)
    engine.signal()
    #expect(await engine.exitCode(within: 60) == 0)
    let store = try CallStore.reading(path: "\(engine.folder)/starling.sqlite")
    let calls = try store.calls(CallQuery(limit: 100)).calls
    #expect(calls.map(\.endReason) == Array(repeating: "caller_hung_up", count: 20))
    let number = try #require(calls.first?.from)
    #expect(number.count > 5)
    let open = Self.files(engine.folder).filter { name, data in
      !name.hasPrefix("starling.sqlite") && name != "log" && data.range(of: Data(number.utf8)) != nil
    }
    #expect(open.keys.sorted() == [])
    let journal = Self.files(engine.folder).filter { $0.key.hasSuffix(".journal") }
    #expect(journal.values.allSatisfy { $0.range(of: Data("caller_hung_up".utf8)) == nil })
    let recordings = Self.files(engine.folder).filter { $0.key.hasPrefix("recordings/") }
    #expect(recordings.count == 20)
    #expect(
      recordings.allSatisfy { $0.key.hasSuffix(".wav.enc") && $0.value.prefix(8) == Data("STRLENCF".utf8) })
    let process = Process()
    process.executableURL = ServedEngine.product("starling")
    let output = engine.folder + "/out.wav"
    process.arguments = [
      "recording", "decrypt", "\(engine.folder)/\(recordings.keys.sorted()[0])", "-o", output, "--data-dir",
      engine.folder, "--master-key-file", master,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let heard = try #require(FileManager.default.contents(atPath: output))
    #expect(heard.prefix(4) == Data("RIFF".utf8) && heard.count > 8_000 * 4 * 3)
  }

  @Test("erases a person while it runs, on either side of sealing", arguments: [true, false])
  func erasure(isSealing: Bool) async throws {
    let environment = isSealing ? ["STARLING_MASTER_KEY": Self.key] : [:]
    let engine = try await ServedEngine(["--record"], environment: environment)
    let callers = try engine.call(["--concurrent", "5", "--duration", "3s", "--talk", "1s", "--listen", "1s"])
    callers.waitUntilExit()
    let data = ["--data-dir", engine.folder]
    func listed() throws -> [CallSummary] {
      try CallStore.reading(path: "\(engine.folder)/starling.sqlite").calls(CallQuery()).calls
    }
    for _ in 0..<200 {
      if try listed().filter({ $0.endedMs != nil }).count == 5 { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    let number = try #require(try listed().first?.from)
    let known = try ServedEngine.run(["export", "--subject", number] + data, environment: environment)
    #expect(known.code == 0 && known.said.contains(number))
    let erased = try ServedEngine.run(["erase", "--subject", number] + data, environment: environment)
    #expect(erased.code == 0, "\(erased.said)")
    #expect(try listed().count == 5 && listed().allSatisfy { $0.from == nil && $0.recordingPath == nil })
    engine.signal()
    #expect(await engine.exitCode(within: 60) == 0)
    let files = Self.files(engine.folder).filter { $0.key != "log" }
    #expect(!files.keys.contains { $0.hasPrefix("recordings/0") })
    #expect(files.filter { $0.value.range(of: Data(number.utf8)) != nil }.keys.sorted() == [])
  }
}

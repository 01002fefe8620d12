import Foundation
import Logging
import Synchronization
import Telemetry
import Testing

@Suite("Log lines", .timeLimit(.minutes(1)))
struct LogHandlerTests {
  /// Lines as they would be written.
  private final class Page: Sendable {
    private let written = Mutex<[[UInt8]]>([])
    func write(_ bytes: [UInt8]) { written.withLock { $0.append(bytes) } }
    var lines: [[UInt8]] { written.withLock { $0 } }
  }

  private static let secret = "sk-planted-0123456789"
  private static let filter = SecretFilter([SecretText(secret)])

  private static func logger(_ page: Page, isJSON: Bool, level: Logger.Level = .trace) -> Logger {
    Logger(label: "engine") { label -> any LogHandler in
      isJSON
        ? JSONLogHandler(label: label, level: level, secrets: filter, write: { page.write($0) })
        : TextLogHandler(level: level, secrets: filter, write: { page.write($0) })
    }
  }

  private static func object(_ line: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
  }

  @Test("say time, level, message, call and turn as JSON")
  func fields() throws {
    let page = Page()
    var logger = Self.logger(page, isJSON: true)
    logger[metadataKey: "call"] = "0197a3c2-0000-7000-8000-000000000001"
    logger.warning(
      "slow", metadata: ["turn": "3", "list": ["a", "b"], "more": ["k": "v"], "time": "not this", "n": "7"])
    let line = try Self.object(try #require(page.lines.first))
    #expect(line["level"] as? String == "warning" && line["message"] as? String == "slow")
    #expect(line["call"] as? String == "0197a3c2-0000-7000-8000-000000000001" && line["turn"] as? Int == 3)
    #expect(line["list"] as? [String] == ["a", "b"] && line["more"] as? [String: String] == ["k": "v"])
    #expect(line["n"] as? String == "7" && line["field.time"] as? String == "not this")
    let time = try #require(line["time"] as? String)
    #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }

  @Test("are one line each, and JSON, whatever is in them", arguments: [true, false])
  func fuzz(isJSON: Bool) throws {
    var generator = SeededGenerator(seed: 21)
    let page = Page()
    let logger = Self.logger(page, isJSON: isJSON)
    func noise() -> String {
      let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0..<32, using: &generator) : .random(in: 0 ... .max, using: &generator)
      }
      return String(decoding: bytes, as: UTF8.self)
        + (Bool.random(using: &generator) ? "\u{2028}\u{9b}31m" : "")
    }
    for _ in 0..<1_000 {
      logger.error(
        "\(noise())\(Self.secret)\(noise())",
        metadata: [
          noise(): .string(noise() + Self.secret), "call": .string(noise()), "turn": .string(noise()),
        ])
    }
    #expect(page.lines.count == 1_000)
    for line in page.lines {
      #expect(line.last == 10)
      let text = String(decoding: line.dropLast(), as: UTF8.self)
      #expect(
        text.unicodeScalars.allSatisfy {
          $0.value >= 32 && !(0x7f..<0xa0).contains($0.value) && $0.value != 0x2028
        })
      #expect(!text.contains(Self.secret))
      if isJSON { _ = try Self.object(line) }
    }
  }

  @Test("are cut when they are huge, and nested no deeper than is read")
  func bounds() throws {
    let page = Page()
    var deep: Logger.MetadataValue = "end"
    for _ in 0..<500 { deep = .array([deep]) }
    Self.logger(page, isJSON: true).error(
      "\(String(repeating: "é", count: 1_000_000))", metadata: ["deep": deep])
    #expect(page.lines[0].count < 5_000)
    _ = try Self.object(page.lines[0])
  }

  @Test("are left out below the level")
  func level() {
    let page = Page()
    let logger = Self.logger(page, isJSON: true, level: .warning)
    logger.info("no")
    logger.warning("yes")
    #expect(page.lines.count == 1)
  }

  @Test("are for people as text")
  func text() {
    let page = Page()
    Self.logger(page, isJSON: false).warning("slow\nreply", metadata: ["turn": "3", "call": "c"])
    #expect(
      page.lines.map { String(decoding: $0, as: UTF8.self) } == ["warning: slow reply (call c, turn 3)\n"])
  }

  @Test("reach the file whole, from many threads, in each thread's order")
  func writer() async throws {
    let path = FileManager.default.temporaryDirectory.path + "/starling-lines-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    try #require(descriptor >= 0)
    let writer = LineWriter(descriptor: descriptor) { Array("lost \($0)\n".utf8) }
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask { for number in 0..<500 { writer.write(Array("\(thread) \(number)\n".utf8)) } }
      }
    }
    writer.flush(within: 10)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter {
      !$0.hasPrefix("lost")
    }
    #expect(lines.count + writer.lost == 2_000)
    for thread in 0..<4 {
      let numbers = lines.filter { $0.hasPrefix("\(thread) ") }.compactMap { Int($0.dropFirst(2)) }
      #expect(numbers == numbers.sorted())
    }
    close(descriptor)
  }

  @Test("know the secrets of an environment by the names of its variables")
  func environment() {
    let filter = SecretFilter(
      environment: [
        "OPENAI_API_KEY": "planted-one-1", "STARLING_MEDIA_TOKEN": "planted-two-2",
        "PGPASSWORD": "planted-three",
        "HOME": "/home/someone", "STARLING_MASTER_KEY_FILE": "/etc/keys/master", "SHORT_KEY": "abc",
      ], further: [SecretText("planted-four")])
    let text = "planted-one-1planted-two-2 planted-three/planted-four /home/someone /etc/keys/master abc"
    #expect(filter.clean(text) == "(hidden)(hidden) (hidden)/(hidden) /home/someone /etc/keys/master abc")
    #expect(filter.clean("é\u{301}planted-one-1\u{301}").contains("planted") == false)
  }
}

import Audio
import EventLog
import Foundation
import Testing

@Suite("The event-log writer")
struct EventLogWriterTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "starling-writer-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func call(_ number: UInt64) -> CallID { CallID(unixMilliseconds: 1, random: number, number) }

  private func header(_ call: CallID) -> LogHeader {
    var header = Headers.any
    header.call = call
    return header
  }

  @Test("many threads write many logs, and each is whole")
  func whole() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let writer = EventLogWriter(folder: folder)
    await withTaskGroup(of: Void.self) { group in
      for number in 1...40 as ClosedRange<UInt64> {
        group.addTask {
          let call = call(number)
          #expect(writer.append(.header(header(call)), of: call))
          for step in 0..<50 {
            var encoder = LogEncoder()
            encoder.step(.drain, at: .milliseconds(Int64(step)))
            _ = writer.append(.entries(encoder.bytes), of: call)
          }
          _ = writer.append(.end(isTruncated: false), of: call)
        }
      }
    }
    writer.shutdown()
    #expect(writer.pendingBytes == 0)
    for number in 1...40 as ClosedRange<UInt64> {
      let call = try EventLogFolder.read(EventLogFolder.path(of: call(number), in: folder))
      #expect(call.entries.count == 50)
      #expect(call.ending == .complete)
    }
    #expect(writer.statistics.opened == 40)
    #expect(!writer.append(.end(isTruncated: false), of: call(1)))
  }

  @Test("a block without room is refused at once; the end is always taken, and the log says that it is short")
  func full() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let writer = EventLogWriter(folder: folder, capacityBytes: 64 << 10)
    let call = call(1)
    #expect(writer.append(.header(header(call)), of: call))
    #expect(!writer.append(.samples([Int16](repeating: 1, count: 1 << 20)), of: call))
    #expect(writer.append(.end(isTruncated: true), of: call))
    writer.shutdown()
    #expect(writer.statistics.truncated == 1)
    #expect(try EventLogFolder.read(EventLogFolder.path(of: call, in: folder)).ending == .truncated)
  }

  @Test("a folder that cannot be written costs the logs and nothing else")
  func nowhere() {
    let writer = EventLogWriter(folder: "/nowhere/at/all")
    let call = call(1)
    #expect(writer.append(.header(header(call)), of: call))
    #expect(writer.append(.end(isTruncated: false), of: call))
    writer.shutdown()
    #expect(writer.statistics.failed == 1)
  }

  @Test("a file is found by its path and by its call")
  func find() {
    let call = call(3)
    #expect(EventLogFolder.find("\(call)", in: "/data/events") == "/data/events/\(call).events")
    #expect(EventLogFolder.find("a.events", in: "/data/events") == "a.events")
    #expect(throws: EventLogError.file(path: "/nowhere.events", reason: "no such file")) {
      try EventLogFolder.read("/nowhere.events")
    }
  }
}

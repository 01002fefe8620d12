import Foundation
import Recording
import Synchronization
import Testing

@Suite("Recording writer")
struct RecordingWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("many recordings at once each hold what they were given")
  func manyRecordings() async throws {
    let writer = RecordingWriter()
    let ids = (0..<40).map { writer.open(path: folder.file("\($0).wav"), rate: 8_000) }
    for block in 0..<25 {
      for (number, id) in ids.enumerated() {
        let left = [Int16](repeating: Int16(number), count: 800)
        let right = [Int16](repeating: Int16(block), count: 800)
        let isTaken = writer.append(id, left: left.span, right: right.span)
        #expect(isTaken)
      }
    }
    for (number, id) in ids.enumerated() {
      let summary = await writer.finish(id)
      #expect(summary.framesWritten == 20_000)
      #expect(summary.seconds == 2.5)
      #expect(summary.failure == nil)
      let left = try WAVReader.read(path: summary.path, channels: .only(0)).samples
      let right = try WAVReader.read(path: summary.path, channels: .only(1)).samples
      #expect(left == [Int16](repeating: Int16(number), count: 20_000))
      #expect(right == (0..<25).flatMap { [Int16](repeating: Int16($0), count: 800) })
    }
  }

  @Test("blocks that find no room become silence of their length, and are counted")
  func noRoom() async throws {
    let writer = RecordingWriter(capacityBytes: 0)
    let id = writer.open(path: folder.file("call.wav"), rate: 8_000)
    let block = [Int16](repeating: 9, count: 800)
    for _ in 0..<30 {
      let isTaken = writer.append(id, left: block.span, right: block.span)
      #expect(!isTaken)
    }
    let summary = await writer.finish(id)
    #expect(summary.framesSilenced == 24_000)
    #expect(summary.framesWritten == 24_000)
    #expect(writer.framesSilenced == 24_000)
    #expect(try WAVReader.read(path: summary.path).samples == [Int16](repeating: 0, count: 24_000))
  }

  @Test("under pressure every frame is in its place, as sound or as silence")
  func bounded() async throws {
    let writer = RecordingWriter(capacityBytes: 64_000)
    let id = writer.open(path: folder.file("call.wav"), rate: 8_000)
    var taken = 0
    for number in 1...500 {
      let block = [Int16](repeating: Int16(number), count: 800)
      if writer.append(id, left: block.span, right: block.span) { taken += 800 }
      #expect(writer.pendingBytes <= 64_000)
    }
    let summary = await writer.finish(id)
    #expect(summary.framesWritten == 400_000)
    #expect(summary.framesSilenced + taken == 400_000)
    let samples = try WAVReader.read(path: summary.path, channels: .only(0)).samples
    for number in 1...500 {
      let block = Set(samples[(number - 1) * 800..<number * 800])
      #expect(block == [Int16(number)] || block == [0])
    }
  }

  @Test("a file that cannot be made fails that recording alone")
  func cannotCreate() async throws {
    let shared = FailureList()
    let writer = RecordingWriter(onFailure: { shared.add($0) })
    let bad = writer.open(path: folder.file("none/call.wav"), rate: 8_000)
    let good = writer.open(path: folder.file("call.wav"), rate: 8_000)
    let block = [Int16](repeating: 9, count: 800)
    writer.append(bad, left: block.span, right: block.span)
    writer.append(good, left: block.span, right: block.span)
    let summary = await writer.finish(bad)
    #expect(summary.framesWritten == 0)
    #expect(summary.framesDropped == 800)
    #expect(summary.failure == shared.all.first)
    #expect(shared.all.count == 1)
    #expect(await writer.finish(good).framesWritten == 800)
  }

  @Test("a shutdown writes everything; afterwards nothing is taken and everyone is answered")
  func shutdown() async throws {
    let writer = RecordingWriter()
    let id = writer.open(path: folder.file("call.wav"), rate: 8_000)
    let block = [Int16](repeating: 9, count: 800)
    for _ in 0..<7 { writer.append(id, left: block.span, right: block.span) }
    writer.shutdown()
    #expect(try WAVReader.read(path: folder.file("call.wav")).samples.count == 5_600)
    let isTaken = writer.append(id, left: block.span, right: block.span)
    #expect(!isTaken)
    #expect(await writer.finish(id).failure == .notOpen)
    let late = writer.open(path: folder.file("late.wav"), rate: 8_000)
    #expect(await writer.finish(late).failure == .notOpen)
    writer.shutdown()
  }

  @Test("finishing twice answers twice")
  func finishedTwice() async throws {
    let writer = RecordingWriter()
    let id = writer.open(path: folder.file("call.wav"), rate: 8_000)
    #expect(await writer.finish(id).failure == nil)
    #expect(await writer.finish(id).failure == .notOpen)
  }
}

/// Failures from the writer's thread.
private final class FailureList: Sendable {
  private let failures = Mutex<[RecordingError]>([])

  func add(_ failure: RecordingError) { failures.withLock { $0.append(failure) } }
  var all: [RecordingError] { failures.withLock { $0 } }
}

import Foundation
import Recording
import Testing

@Suite("Stereo recording")
struct StereoRecordingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("both sides come back sample by sample, whatever the blocks", arguments: [8_000, 16_000])
  func roundTrip(rate: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let left = (0..<20_011).map { _ in Int16.random(in: .min ... .max, using: &generator) }
    let right = (0..<20_011).map { _ in Int16.random(in: .min ... .max, using: &generator) }
    let recording = try StereoRecording(path: folder.file("call.wav"), rate: rate)
    var start = 0
    while start < left.count {
      let range = start..<min(left.count, start + Int.random(in: 1...9_000, using: &generator))
      try recording.append(left: left.span.extracting(range), right: right.span.extracting(range))
      start = range.upperBound
    }
    let summary = recording.close()
    #expect(summary.framesWritten == left.count)
    #expect(summary.failure == nil)
    let caller = try WAVReader.read(path: folder.file("call.wav"), channels: .only(0))
    let agent = try WAVReader.read(path: folder.file("call.wav"), channels: .only(1))
    #expect(caller == WAVAudio(samples: left, rate: rate))
    #expect(agent == WAVAudio(samples: right, rate: rate))
  }

  @Test("the shorter side is filled up with silence")
  func unequalSides() throws {
    let recording = try StereoRecording(path: folder.file("call.wav"), rate: 8_000)
    try recording.append(left: [1, 2, 3].span, right: [4].span)
    try recording.append(left: [Int16]().span, right: [5, 6].span)
    recording.close()
    #expect(try WAVReader.read(path: folder.file("call.wav"), channels: .only(0)).samples == [1, 2, 3, 0, 0])
    #expect(try WAVReader.read(path: folder.file("call.wav"), channels: .only(1)).samples == [4, 0, 0, 5, 6])
  }

  @Test("the file is valid at every moment, and short of at most half a second")
  func validWhileOpen() throws {
    let recording = try StereoRecording(path: folder.file("call.wav"), rate: 8_000)
    #expect(try WAVReader.read(path: folder.file("call.wav")).samples.isEmpty)
    let block = [Int16](repeating: 500, count: 800)
    for number in 1...43 {
      try recording.append(left: block.span, right: block.span)
      try FileManager.default.copyItem(
        atPath: folder.file("call.wav"), toPath: folder.file("copy\(number).wav"))
      let copy = try WAVReader.read(path: folder.file("copy\(number).wav"))
      #expect(copy.samples.count <= number * 800)
      #expect(copy.samples.count > number * 800 - 4_000)
      #expect(copy.samples.allSatisfy { $0 == 500 })
    }
  }

  @Test("a process that is killed leaves a file that can be played")
  func killed() async throws {
    let path = folder.file("call.wav")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let recording = try StereoRecording(path: path, rate: 8_000)
      let block = [Int16](repeating: 500, count: 800)
      for _ in 0..<57 { try recording.append(left: block.span, right: block.span) }
      kill(getpid(), SIGKILL)
    }
    let audio = try WAVReader.read(path: path)
    #expect(audio.rate == 8_000)
    #expect(audio.samples.count > 57 * 800 - 8_000)
    #expect(audio.samples.allSatisfy { $0 == 500 })
  }

  @Test("a folder that is missing, or is a file, is an error that names the path")
  func cannotCreate() throws {
    for path in [folder.file("none/call.wav"), folder.path, ""] {
      let error = #expect(throws: RecordingError.self) { try StereoRecording(path: path, rate: 8_000) }
      guard case .cannotCreate(path, let reason) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }

  @Test("rates that no recording has are refused", arguments: [Int.min, 0, 999, 192_001, Int.max])
  func unsupportedRate(rate: Int) throws {
    #expect(throws: RecordingError.unsupportedRate(rate)) {
      try StereoRecording(path: folder.file("call.wav"), rate: rate)
    }
  }

  @Test("when the file can grow no more, that is said once, counted after, and the file stays valid")
  func diskFull() async throws {
    let path = folder.file("call.wav")
    await #expect(processExitsWith: .success) { [path = path as String] in
      // A limit on the size of files fails writes as a full disk does.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let recording = try StereoRecording(path: path, rate: 8_000)
      let block = [Int16](repeating: 500, count: 800)
      var failures = 0
      for _ in 0..<100 {
        do { try recording.append(left: block.span, right: block.span) } catch { failures += 1 }
      }
      let summary = recording.close()
      guard case .writeFailed = summary.failure else { exit(2) }
      exit(failures == 1 && summary.framesWritten + summary.framesDropped == 80_000 ? EXIT_SUCCESS : 3)
    }
    let audio = try WAVReader.read(path: path)
    #expect(audio.samples.count >= 20_000 && audio.samples.count <= 25_000)
    #expect(audio.samples.allSatisfy { $0 == 500 })
  }

  @Test("a recording ends before it is longer than a WAV file can say")
  func tooLong() throws {
    let path = folder.file("call.wav")
    let recording = try StereoRecording(path: path, rate: 8_000, frameLimit: 10_000)
    let block = [Int16](repeating: 1, count: 4_000)
    try recording.append(left: block.span, right: block.span)
    try recording.append(left: block.span, right: block.span)
    #expect(throws: RecordingError.tooLong(path: path)) {
      try recording.append(left: block.span, right: block.span)
    }
    try recording.append(left: block.span, right: block.span)
    #expect(recording.framesWritten == 8_000)
    #expect(recording.framesDropped == 8_000)
    #expect(recording.close().failure == .tooLong(path: path))
  }

  @Test("what comes after the end is counted")
  func closed() throws {
    let recording = try StereoRecording(path: folder.file("call.wav"), rate: 8_000)
    recording.close()
    try recording.append(left: [1, 2].span, right: [1, 2].span)
    try recording.appendSilence(frames: 3)
    try recording.append(interleaved: [1, 1])
    #expect(recording.framesDropped == 6)
  }
}

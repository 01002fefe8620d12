import Audio
import Testing

@testable import CallEngine

/// An hour of a call whose carrier's clock is not ours and whose network loses, doubles and disorders frames.
@Suite("An hour of recording")
struct RecordingDriftTests {
  private static let frames = 180_000
  /// Ten seconds between two clicks.
  private static let spacing = 500

  private struct Arrival {
    var chunk: Int
    var at: MediaTime
  }

  /// Frames as they arrive: 1 % lost, some twice, some behind their successors; never beside a click.
  private static func arrivals(driftPPM: Int, seed: UInt64) -> [Arrival] {
    var random = SeededGenerator(seed: seed)
    var arrivals: [Arrival] = []
    arrivals.reserveCapacity(frames + 1_000)
    for chunk in 0..<frames {
      let nanoseconds = Int64(chunk) * (20_000_000 + Int64(20 * driftPPM))
      var at = MediaTime(nanoseconds: nanoseconds + Int64.random(in: 0...2_000_000, using: &random))
      let phase = chunk % spacing
      let isPlain = (10..<spacing - 10).contains(phase) && phase != spacing / 2 && chunk < frames - 10
      if isPlain {
        switch Int.random(in: 0..<1_000, using: &random) {
        case 0..<10: continue
        case 10..<15: arrivals.append(Arrival(chunk: chunk, at: at))
        case 15..<30: at += .milliseconds(25)
        default: break
        }
      }
      arrivals.append(Arrival(chunk: chunk, at: at))
    }
    return arrivals.sorted { $0.at < $1.at }
  }

  @Test(
    "does not drift by a sample on either side, whatever the carrier's clock and the network do",
    arguments: [(120, UInt64(2)), (-120, 3)])
  func drift(ppm: Int, seed: UInt64) throws {
    let format = try CallFormat(inbound: .pcmu, announced: 8_000, outbound: .pcmu, outboundRate: 8_000)
    var inbound = try InboundAudio(format: format, byteOrder: .little, hasModel: false)
    var scratch = CallScratch()
    let memory = StereoMemory()
    var recording = CallRecordingFeed(memory: memory, rate: 8_000)
    var track = AgentTrack(capacity: 8_000)
    let quiet = [UInt8](repeating: 0xFF, count: 160)
    let click = [0x80] + quiet.dropFirst()
    let answer: [Int16] = [30_000] + [Int16](repeating: 0, count: 799)
    var answersAt: [Int] = []

    func record(_ inbound: borrowing InboundAudio) {
      recording.append(caller: scratch.ready.span, agent: &track)
      scratch.ready.removeAll(keepingCapacity: true)
    }
    for arrival in Self.arrivals(driftPPM: ppm, seed: seed) {
      let header = FrameHeader(
        track: .inbound, chunk: Int64(arrival.chunk + 1), arrival: arrival.at)
      let isClick = arrival.chunk % Self.spacing == 0
      inbound.receive(header, (isClick ? click : quiet).span, at: arrival.at, &scratch)
      record(inbound)
      if inbound.isWaiting {
        inbound.expire(at: arrival.at, &scratch)
        record(inbound)
      }
      if arrival.chunk % Self.spacing == Self.spacing / 2 {
        answersAt.append(inbound.line.history.end)
        track.append(answer.span)
      }
    }
    recording.finish()

    let caller = memory.caller
    let agent = memory.agent
    #expect(caller.count == Self.frames * 160)
    #expect(agent.count == caller.count)
    let clicks = caller.indices.filter { caller[$0].magnitude > 20_000 }
    let spoken = agent.indices.filter { agent[$0] == 30_000 }
    // Told by their differences: the lists are long.
    let moved = zip(clicks, stride(from: 0, to: Self.frames, by: Self.spacing)).filter { $0 != $1 * 160 }
    #expect(clicks.count == Self.frames / Self.spacing)
    #expect(moved.isEmpty)
    #expect(spoken.count == answersAt.count)
    #expect(zip(spoken, answersAt).allSatisfy { $0 == $1 })
    var statistics = CallStatistics()
    inbound.add(to: &statistics)
    #expect(statistics.framesLost > 1_000)
    #expect(statistics.framesConcealed == statistics.framesLost)
    #expect(statistics.framesDuplicate > 300)
    #expect(statistics.framesReordered > 1_000)
  }
}

import Audio
import Testing

@testable import Telemetry

@Suite("Ids of traces and spans")
struct TraceParentTests {
  private static let header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  @Test("are read and written as W3C wants them")
  func roundTrip() throws {
    let parent = try #require(TraceParent(header: Self.header))
    #expect(parent.description == Self.header)
    #expect(parent.isSampled)
    #expect(parent.trace.description == "0af7651916cd43dd8448eb211c80319c")
    #expect(parent.span.description == "b7ad6b7169203331")
    #expect(TraceParent(header: Self.header.dropLast(2) + "00")?.isSampled == false)
    #expect(TraceParent(header: "cc" + Self.header.dropFirst(2) + "-what-comes-later") != nil)
  }

  @Test(
    "are refused when malformed",
    arguments: [
      "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
      "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
      "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
      "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
      "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
    ])
  func malformed(header: String) { #expect(TraceParent(header: header) == nil) }

  @Test("survive any damage to a header without a trap")
  func damage() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5_000 {
      var bytes = Array(Self.header.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0 ... .max, using: &generator)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if let read = TraceParent(header: text) {
        #expect(TraceParent(header: read.description)?.trace == read.trace)
      }
    }
  }

  @Test("of a call are the call's own, and of its turns different ones that anyone can work out")
  func calls() {
    var generator = SeededGenerator(seed: 3)
    var seen: Set<SpanID> = []
    for number in 0..<200 {
      let call = CallID(
        unixMilliseconds: 1_790_000_000_000 + UInt64(number), random: generator.next(), generator.next())
      #expect(
        TraceID(call).description == call.description.filter { $0 != "-" })
      for turn in 0..<20 { for part in 0..<5 { seen.insert(SpanID.of(call, turn: turn, part: part)) } }
      #expect(SpanID.of(call, turn: 2) == SpanID.of(call, turn: 2))
    }
    #expect(seen.count == 200 * 20 * 5)
  }

  @Test("are of the right form, however they came about")
  func forms() {
    for _ in 0..<1_000 {
      #expect(TraceID.random().description.wholeMatch(of: /[0-9a-f]{32}/) != nil)
      #expect(SpanID.random().description.wholeMatch(of: /[0-9a-f]{16}/) != nil)
    }
    #expect(SpanID(1)?.description == "0000000000000001")
    #expect(SpanID(0) == nil && TraceID(high: 0, low: 0) == nil)
  }

  @Test(
    "are kept in the share that was asked for, and those of a smaller share also in a larger",
    arguments: [0.0, 0.01, 0.3, 1])
  func sampling(ratio: Double) {
    var generator = SeededGenerator(seed: 11)
    let sampler = TraceSampler(ratio: ratio)
    let larger = TraceSampler(ratio: ratio * 1.5)
    let count = 20_000
    var kept = 0
    for number in 0..<count {
      let trace = TraceID(
        CallID(
          unixMilliseconds: 1_790_000_000_000 + UInt64(number), random: generator.next(), generator.next()))
      if sampler.keeps(trace) {
        kept += 1
        #expect(larger.keeps(trace))
      }
    }
    #expect(abs(Double(kept) / Double(count) - ratio) < 0.015)
    #expect(ratio != 0 || kept == 0)
    #expect(ratio != 1 || kept == count)
  }

  @Test("are not kept by a share that is none")
  func oddShares() {
    #expect(TraceSampler(ratio: .nan).ratio == 0)
    #expect(TraceSampler(ratio: -3).ratio == 0)
    #expect(TraceSampler(ratio: .infinity).ratio == 1)
  }
}

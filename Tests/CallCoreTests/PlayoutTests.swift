import Audio
import Testing

@testable import CallCore

@Suite("Playout")
struct PlayoutTests {
  private static let rate = 8_000

  private func filled(_ samples: [Int16]) -> Playout {
    var playout = Playout(rate: Self.rate)
    playout.reset(for: 1)
    playout.beginClause(1, text: "some words")
    playout.append(samples)
    return playout
  }

  private func copy(_ count: Int, from playout: inout Playout, of generation: Int = 1) -> [Int16] {
    var samples = [Int16](repeating: -1, count: count)
    var span = samples.mutableSpan
    playout.copySent(count, of: generation, into: &span)
    return samples
  }

  @Test("messages that are sent in one go are copied one after another, none twice")
  func order() {
    let voice = (0..<2_400).map { Int16($0) }
    var playout = filled(voice)
    for _ in 0..<3 { playout.advance(by: 800, at: .zero) }
    var copied: [Int16] = []
    for _ in 0..<3 { copied += copy(800, from: &playout) }
    #expect(copied == voice)
  }

  @Test("audio of a reply that may not be heard is silence, and counted")
  func stale() {
    var playout = filled([Int16](repeating: 9, count: 800))
    playout.advance(by: 800, at: .zero)
    #expect(copy(800, from: &playout, of: 2) == [Int16](repeating: 0, count: 800))
    #expect(playout.staleSamples == 800)
  }

  @Test("audio of an utterance that was withdrawn before it was copied is silence, and counted")
  func withdrawn() {
    var playout = filled([Int16](repeating: 9, count: 800))
    playout.advance(by: 800, at: .zero)
    playout.reset(for: 2)
    playout.append([Int16](repeating: 7, count: 800))
    #expect(copy(800, from: &playout, of: 2) == [Int16](repeating: 0, count: 800))
    #expect(playout.staleSamples == 800)
  }

  @Test("a cut fades to nothing without a step")
  func fade() {
    let voice = [Int16](repeating: 8_000, count: 2_000)
    let fade = filled(voice).fade(from: 500, 160)
    #expect(fade.count == 160)
    #expect(Self.greatestStep([8_000] + fade + [0]) <= 60)
    // Past the end of what there is, silence.
    #expect(filled(voice).fade(from: 1_999, 160).dropFirst().allSatisfy { $0 == 0 })
  }

  @Test("speech that runs out is let down into comfort noise, and faded in when it goes on: no step anywhere")
  func starvation() {
    var voice: [Int16] = []
    // A 100 Hz triangle of full speech level: its own steps are 400.
    for index in 0..<1_640 { voice.append(Int16(abs(index % 80 - 40) * 400 - 8_000)) }
    var playout = filled(voice)
    playout.advance(by: 1_600, at: .zero)
    var heard = copy(1_600, from: &playout)
    playout.starve(upTo: 320)
    playout.advance(by: 320, at: .milliseconds(200))
    heard += copy(320, from: &playout)
    playout.append(voice)
    #expect(playout.unsent == 0 && playout.gatheredSamples == 1_640)
    playout.starve(upTo: 320)
    playout.advance(by: 320, at: .milliseconds(240))
    heard += copy(320, from: &playout)
    playout.endStarvation()
    playout.advance(by: 1_600, at: .milliseconds(280))
    heard += copy(1_600, from: &playout)
    #expect(playout.underruns == 1)
    #expect(Self.greatestStep(heard) <= 500)
    let noise = heard[1_760..<2_240]
    #expect(noise.allSatisfy { abs($0) <= 40 } && noise.contains { $0 != 0 })
    #expect(heard.suffix(1_400) == voice[200..<1_600])
  }

  @Test("after a false alarm the audio goes on with the very sample, faded in")
  func resume() {
    let voice = (0..<4_000).map { Int16($0) }
    var playout = filled(voice)
    playout.advance(by: 800, at: .zero)
    _ = copy(800, from: &playout)
    let position = playout.played(at: .milliseconds(37))
    #expect(position == 296)
    playout.rewind(to: position, at: .milliseconds(500))
    playout.advance(by: 800, at: .milliseconds(500))
    let again = copy(800, from: &playout)
    #expect(again[80...].elementsEqual(voice[376..<1_096]))
    #expect(again[0] >= 0 && again[0] < 10)
  }

  @Test("deadlines count from the utterance's first message and do not drift")
  func noDrift() {
    var playout = filled([Int16](repeating: 1, count: 8_000 * 600))
    playout.advance(by: 800, at: .seconds(Int64(1)))
    while let due = playout.nextDue(lead: .milliseconds(300)) {
      // Served late every time, by up to 9 ms.
      playout.advance(
        by: 800, at: max(.seconds(Int64(1)), due) + .milliseconds(Int64(playout.sent / 800 % 10)))
    }
    #expect(playout.sentUntil == .seconds(Int64(601)))
    #expect(playout.underruns == 0)
  }

  @Test("the lead grows when audio ran out and shrinks again, within its bounds")
  func lead() {
    var lead = SendLead(.milliseconds(300), from: .milliseconds(200), to: .milliseconds(400))
    for _ in 0..<5 { lead.grow() }
    #expect(lead.current == .milliseconds(400))
    for _ in 0..<250 { lead.sentOne() }
    #expect(lead.current == .milliseconds(300))
    for _ in 0..<2_000 { lead.sentOne() }
    #expect(lead.current == .milliseconds(200))
  }

  private static func greatestStep(_ samples: [Int16]) -> Int {
    zip(samples, samples.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }
}

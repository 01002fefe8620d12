import Audio
import Testing

@testable import CallSimulator

@Suite("Impairment")
struct ImpairmentTests {
  @Test("reads all that it knows")
  func everything() throws {
    let impairment = try Impairment(parsing: "loss=1%, reorder=2%,duplicate=0.5%,jitter=30ms,stall=500ms/10s")
    #expect(impairment.loss == 0.01)
    #expect(impairment.reorder == 0.02)
    #expect(impairment.duplicate == 0.005)
    #expect(impairment.jitterMs == 30)
    #expect(impairment.stall == .init(length: .milliseconds(500), period: .seconds(Int64(10))))
  }

  @Test(
    "refuses what makes no sense, and says what would",
    arguments: [
      "loss", "loss=1", "loss=101%", "loss=-1%", "jitter=30", "jitter=2000ms", "stall=500ms", "stall=11s/10s",
      "stall=0ms/10s", "stall=1s/", "stall=/1s", "stall=1s/99999999999999999999s", "speed=3%", "=", "%",
    ])
  func nonsense(text: String) {
    #expect(throws: SimulatorError.self) { try Impairment(parsing: text) }
  }

  @Test("a stall holds frames back to its end, and lets the others through", arguments: [0.0, 0.25, 0.9])
  func stall(phase: Double) throws {
    let impairment = try Impairment(parsing: "stall=500ms/10s")
    var held = 0
    var last = MediaTime.zero
    for frame in 0..<1_500 as Range<Int64> {
      let due = MediaTime.milliseconds(frame * 20)
      let through = impairment.release(due, phase: phase)
      #expect(through >= due)
      #expect(through - due <= .milliseconds(500))
      #expect(through >= last)
      if through > due { held += 1 }
      last = through
    }
    // Three periods of ten seconds, less the phase, with a stall of 25 frames each.
    #expect((50...75).contains(held))
  }
}

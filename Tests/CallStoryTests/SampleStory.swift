import Audio
import Providers
import TurnTaking

@testable import CallCore
@testable import CallStory

/// A call as a machine would tell it: a greeting, an answer, an interruption and a cough.
enum SampleStory {
  static var story: CallStory {
    var teller = Storyteller()
    func at(_ seconds: Double) -> MediaTime { .seconds(seconds) }
    func tell(_ event: CallEvent, _ effects: [CallEffect], _ seconds: Double) {
      teller.add(event, effects, at: at(seconds), media: at(seconds))
    }
    func record(_ body: CallRecord.Body, _ seconds: Double) -> CallEffect {
      .record(CallRecord(sequence: 1, at: at(seconds), body: body))
    }
    tell(.answered, [record(.event(kind: "answered", detail: ""), 0), .sendAudio(samples: 800)], 0)
    tell(.markReturned(epoch: 1, clause: 1), [], 2.1)
    tell(
      .deadline,
      [
        record(
          .agentTurn(
            text: "Hello, this is Ann. Is this a good time?",
            heard: "Hello, this is Ann. Is this a good time?",
            wasCut: false, start: at(0.1), end: at(2.2)), 2.3)
      ], 2.3)
    tell(.speechStarted(at: at(2.8)), [], 2.9)
    tell(.recogniser(.partial(utterance: 1, text: "yes")), [.observe(.callerPartial("yes"))], 3.1)
    tell(.speechEnded(at: at(3.6)), [.flushUtterance(flush: 1)], 3.75)
    let timing = TurnTiming(
      turn: 1, endpointing: .milliseconds(360), recognition: .milliseconds(120), reply: .milliseconds(40),
      synthesis: .milliseconds(90), voiceToVoice: .milliseconds(420), wasSpeculative: true)
    tell(
      .deadline,
      [
        record(.callerTurn(text: "Yes & <sure>, go ahead.", start: at(2.8), end: at(3.6)), 3.96),
        .observe(.callerTurn("Yes & <sure>, go ahead.")),
        .observe(
          .endpoint(EndpointReason(silence: .milliseconds(360), shape: .complete, answer: .yesNo))),
      ], 3.96)
    tell(
      .deadline, [.observe(.timing(timing)), record(.timing(timing), 4.02), .sendAudio(samples: 800)], 4.02)
    tell(.speechStarted(at: at(5)), [.sendClear, .observe(.agentHeld)], 5.1)
    tell(.speechEnded(at: at(5.2)), [], 5.3)
    tell(
      .recogniser(.final(utterance: 2, flush: 1, text: "")),
      [record(.event(kind: "noise", detail: ""), 5.4), .observe(.agentResumed)], 5.4)
    tell(.speechStarted(at: at(6.5)), [.sendClear, .observe(.agentHeld)], 6.6)
    tell(
      .recogniser(.partial(utterance: 3, text: "wait a moment")),
      [
        .observe(.callerPartial("wait a moment")), record(.event(kind: "barge_in", detail: ""), 7),
        record(
          .agentTurn(
            text: "Great. How many windows would you like to have replaced?",
            heard: "Great. How many windows",
            wasCut: true, start: at(4.02), end: at(6.6)), 7),
      ], 7)
    tell(.hungUp, [.end(.callerHungUp)], 9)
    var story = teller.finish(caller: tone(from: 2.8, to: 3.6), agent: tone(from: 0.1, to: 2.2), rate: 8_000)
    story.title = "Call 0190"
    story.subtitle = "+1555 to +1556, PCMU"
    return story
  }

  private static func tone(from: Double, to: Double) -> [Int16] {
    (0..<72_000).map { index in
      let second = Double(index) / 8_000
      return second >= from && second < to ? Int16((index % 40) * 400 - 8_000) : 0
    }
  }
}

import Audio
import Conversation
import Providers
import Testing

@testable import CallCore

/// What stops the agent, what does not, and how it goes on.
@Suite("Interruptions")
struct InterruptionTests {
  private static let text = "Hello there. How can I help?"

  private func greeting() -> (CallScript, ScriptCarrier) {
    let call = CallScript()
    let carrier = ScriptCarrier()
    call.carrier = carrier
    // Every sample tells its place.
    var next = 0
    call.speech = { _ in
      defer { next += 6_400 }
      return (next..<next + 6_400).map { Int16($0 % 16_000 + 2_000) }
    }
    call.feed(.answered)
    return (call, carrier)
  }

  private func cough(_ call: CallScript, for length: MediaTime = .milliseconds(280)) {
    call.recognised = ""
    call.feed(.speechStarted(at: call.now))
    call.pass(length)
    call.feed(.speechEnded(at: call.now))
    call.feed(.recogniser(.final(utterance: call.currentUtterance, flush: 1, text: "")))
  }

  @Test(
    "however often somebody coughs, every sample of the reply is heard once",
    arguments: 0..<20 as Range<UInt64>)
  func repeatedFalseAlarms(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (call, carrier) = greeting()
    for _ in 0..<4 {
      call.pass(.milliseconds(Int64(40 + random.next() % 500)))
      cough(call, for: .milliseconds(Int64(60 + random.next() % 400)))
    }
    call.pass(.seconds(Int64(5)))
    #expect(call.agentTurns.map(\.heard) == [Self.text])
    #expect(call.agentTurns.first?.wasCut == false)
    carrier.play(until: call.now)
    // What was heard, faded ends aside, goes on where it stopped: the values tell.
    let places = carrier.heardSamples.filter { $0 >= 2_000 }.map { Int($0) - 2_000 }
    let missing = Set(0..<12_800).subtracting(places)
    // Of each resumption and each cut some samples are quieter than they were; the carrier's 20 ms are heard twice.
    #expect(missing.count <= 4 * 80, "seed \(seed)")
  }

  @Test("an agent that was coughed at hears the caller afterwards")
  func notDeaf() {
    let (call, _) = greeting()
    call.pass(.milliseconds(300))
    cough(call)
    call.pass(.seconds(Int64(4)))
    cough(call)
    call.callerSays("I need a new phone system")
    call.pass(.seconds(Int64(4)))
    #expect(call.callerTurns == ["I need a new phone system"])
    #expect(call.agentTurns.last?.heard == "You said I need a new phone system.")
  }

  @Test("a cough before the reply is heard does not cost the reply")
  func coughBeforeReply() {
    let (call, _) = greeting()
    call.pass(.seconds(Int64(3)))
    call.keepsClausesOpen = true
    call.callerSays("what does it cost")
    call.pass(.milliseconds(900))
    #expect(call.callerTurns == ["what does it cost"])
    call.keepsClausesOpen = false
    cough(call)
    call.pass(.seconds(Int64(4)))
    #expect(call.agentTurns.last?.heard == "You said what does it cost.")
    #expect(call.agentTurns.count == 2)
  }

  @Test("signs of listening do not stop the agent", arguments: ["uh-huh", "okay", "right", "mhm", "yeah"])
  func backchannels(word: String) {
    let (call, _) = greeting()
    call.pass(.milliseconds(400))
    call.recognised = word
    call.feed(.speechStarted(at: call.now))
    call.feed(.recogniser(.partial(utterance: call.currentUtterance, text: word)))
    call.pass(.milliseconds(450))
    call.feed(.speechEnded(at: call.now))
    call.pass(.seconds(Int64(4)))
    #expect(call.agentTurns.map(\.heard) == [Self.text])
    #expect(call.callerTurns.isEmpty)
  }

  @Test("the agent is silent at the first sound, and its voice is let down")
  func silentAtOnce() {
    let (call, carrier) = greeting()
    call.pass(.milliseconds(400))
    call.feed(.speechStarted(at: call.now))
    #expect(call.clears == 1 && carrier.fades == 1)
    let sent = call.sentSamples
    call.pass(.milliseconds(800))
    #expect(call.sentSamples == sent)
    carrier.play(until: call.now)
    let heard = carrier.heardSamples
    #expect(abs(heard.last ?? .max) < 400)
  }

  @Test("a caller who speaks as a reply is about to begin is not talked over")
  func speaksBeforeAudio() {
    let (call, _) = greeting()
    call.pass(.seconds(Int64(3)))
    call.keepsClausesOpen = true
    // The agent asks into the silence; before its first sample the caller speaks.
    call.pass(.seconds(Int64(6)))
    let sent = call.sentSamples
    call.feed(.speechStarted(at: call.now))
    call.feed(.synthesis(clause: 3, .audio([Int16](repeating: 5, count: 8_000))))
    call.pass(.milliseconds(700))
    #expect(call.sentSamples == sent)
  }

  @Test("a caller who says hello before the greeting is answered by the greeting")
  func helloBeforeGreeting() {
    let call = CallScript()
    call.keepsClausesOpen = true
    call.feed(.answered)
    call.callerSays("hello?", for: .milliseconds(400))
    call.pass(.milliseconds(900))
    for clause in [1, 2] {
      call.feed(.synthesis(clause: clause, .audio([Int16](repeating: 5, count: 8_000))))
      call.feed(.synthesis(clause: clause, .finished))
    }
    call.pass(.seconds(Int64(3)))
    #expect(call.callerTurns == ["hello?"])
    #expect(call.agentTurns.map(\.heard) == [Self.text])
  }

  @Test("when the recogniser is dead and the caller spoke for longer than a cough, the agent asks again")
  func deadRecogniser() {
    let (call, _) = greeting()
    call.pass(.milliseconds(400))
    call.recognised = ""
    call.feed(.speechStarted(at: call.now))
    call.pass(.milliseconds(1_500))
    call.feed(.speechEnded(at: call.now))
    call.pass(.seconds(Int64(6)))
    #expect(call.agentTurns.first?.wasCut == true)
    #expect(call.agentTurns.last?.heard == CallScript.agent().lines.notCaught)
  }

  @Test(
    "the agent's own voice coming back stops nothing: every sample is heard once, and nobody is answered",
    arguments: ["", "Hello there"], 0..<10 as Range<UInt64>)
  func echo(words: String, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (call, carrier) = greeting()
    for _ in 0..<3 {
      call.pass(.milliseconds(Int64(40 + random.next() % 400)))
      call.recognised = ""
      call.feed(.speechStarted(at: call.now))
      call.pass(.milliseconds(Int64(60 + random.next() % 300)))
      call.feed(.echo)
      call.feed(.recogniser(.final(utterance: call.currentUtterance, flush: 1, text: words)))
    }
    call.pass(.seconds(Int64(5)))
    #expect(call.agentTurns.map(\.heard) == [Self.text])
    #expect(call.agentTurns.first?.wasCut == false)
    #expect(call.callerTurns.isEmpty)
    carrier.play(until: call.now)
    let places = carrier.heardSamples.filter { $0 >= 2_000 }.map { Int($0) - 2_000 }
    #expect(Set(0..<12_800).subtracting(places).count <= 3 * 80)
  }

  @Test("words before an echo are answered")
  func echoAfterWords() {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.seconds(Int64(4)))
    call.callerSays("so we were thinking about")
    call.pass(.milliseconds(300))
    call.feed(.speechStarted(at: call.now))
    call.pass(.milliseconds(200))
    call.feed(.echo)
    call.pass(.seconds(Int64(3)))
    #expect(call.callerTurns == ["so we were thinking about"])
  }

  @Test("a yes into the last words of a question is its answer, in the middle it is a sign of listening")
  func answerIntoQuestion() {
    func turns(after time: Int64) -> [String] {
      let call = CallScript.asking(.yesNo, "Hello there. May I ask you something?")
      call.clauseLength = .milliseconds(1_600)
      call.feed(.answered)
      call.pass(.milliseconds(time))
      call.callerSays("Yes.", for: .milliseconds(300))
      call.pass(.seconds(Int64(1)))
      return call.callerTurns
    }
    #expect(turns(after: 3_000) == ["Yes."])
    #expect(turns(after: 1_000).isEmpty)
  }

  @Test("a caller who goes on before a word of the answer was heard has said one turn")
  func goesOn() {
    let call = CallScript()
    call.carrier = ScriptCarrier()
    call.feed(.answered)
    call.pass(.seconds(Int64(5)))
    call.callerSays("Yes.")
    // The answer has just begun.
    call.pass(.milliseconds(850))
    #expect(call.callerTurns == ["Yes."])
    call.callerSays("I have two minutes.")
    call.pass(.seconds(Int64(4)))
    #expect(call.callerTurns == ["Yes.", "I have two minutes."])
    #expect(call.agentTurns.map(\.heard).last == "You said Yes. I have two minutes..")
    #expect(call.agentTurns.dropFirst().first?.heard == "")
  }
}

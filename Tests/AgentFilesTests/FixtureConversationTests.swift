import AgentFiles
import Conversation
import Testing

@Suite("Conversations with the lead-qualification agent")
struct FixtureConversationTests {
  @Test("a whole call qualifies the lead, an objection in the middle")
  func qualified() throws {
    var call = try FixtureCall()
    #expect(
      call.happens(.callAnswered)
        == "Hi, this is Joe with Brightside Solar, an automated assistant. This call is recorded. "
        + "You asked us for a quote. Do you have two minutes?")
    #expect(call.last?.expects == .yesNo)
    #expect(call.caller(says: "Yeah, sure.") == "Great, thank you. What are you hoping to get done?")
    #expect(call.last?.expects == .open)
    #expect(
      call.caller(says: "We are looking to put solar panels on our roof.")
        == "Okay, that sounds like something we do every day. When would you like to start?")
    #expect(
      call.caller(says: "How did you get my number?")
        == "Fair question. You left it on our web site when you asked for a quote. When would you like to start?"
    )
    #expect(call.caller(says: "In about two months.") == "Got it. What budget do you have in mind?")
    #expect(
      call.caller(says: "around twenty five grand")
        == "Great, so about twenty five thousand dollars. Are you the one who makes the decision?")
    #expect(
      call.caller(says: "Yes, it's my decision.")
        == "Thank you, that helps. I can book a free visit with an expert. Which day and time would suit you?"
    )
    #expect(
      call.caller(says: "Next Tuesday at three pm.")
        == "Perfect. So that's Tuesday, November twenty fourth, at three PM. Is that right?")
    #expect(
      call.caller(says: "That's right.")
        == "You're all set. Thank you for your time, and have a great day. Goodbye.")
    #expect(call.last?.endCall == .qualified)
    #expect(call.state.outcome == .qualified)
    #expect(call.state.objectionsUsed == ["number_source"])
    #expect(call.spoken("budget") == "twenty five thousand dollars")
    #expect(call.state.value(of: "decision_maker") == .yesNo(true))
    #expect(call.spoken("need") == "We are looking to put solar panels on our roof.")
    #expect(call.state.slots.map(\.slot).contains("timeline"))
  }

  @Test("\"not interested\" gets one gentle try, then a polite end")
  func notInterested() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    #expect(
      call.caller(says: "I'm not really interested.")
        == "I understand, and I won't keep you long. Just one thing. Do you have two minutes?")
    #expect(
      call.caller(says: "I said I'm not interested")
        == "That's all right. Thank you for your time, and goodbye.")
    #expect(call.last?.endCall == .notInterested)
  }

  @Test("a bare no after the gentle try is enough")
  func bareNo() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    call.caller(says: "yes")
    call.caller(says: "Actually I'm not interested")
    call.caller(says: "No thanks.")
    #expect(call.last?.endCall == .notInterested)
  }

  @Test("\"call me later\" asks when, keeps the time, and says goodbye")
  func callback() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    #expect(call.caller(says: "Can you call me later?") == "Of course. When would be a better time to call?")
    #expect(
      call.caller(says: "tomorrow morning")
        == "Okay, we'll call you Sunday, November twenty second, in the morning. Thank you. Talk to you then. Goodbye."
    )
    #expect(call.last?.endCall == .callback)
  }

  @Test("a time that is already named is not asked for")
  func callbackWithTime() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    call.caller(says: "I'm busy, call me back tomorrow at four")
    #expect(call.last?.endCall == .callback)
    #expect(call.spoken("callback_time") == "Sunday, November twenty second, at four PM")
  }

  @Test("no time for the call leads to a callback", arguments: ["No, I don't.", "Nope.", "not right now"])
  func noTime(text: String) throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    #expect(call.caller(says: text) == "No problem at all. When would be a better time to call?")
    call.caller(says: "hm")
    call.caller(says: "purple")
    call.caller(says: "purple")
    #expect(call.last?.endCall == .callback)
  }

  @Test(
    "who asks not to be called is never called again",
    arguments: [
      "Take me off your list.", "please stop calling me", "don't call me again",
      "Remove me from your list, thanks", "Don't call me.",
    ])
  func doNotCall(text: String) throws {
    for turns in 0..<3 {
      var call = try FixtureCall()
      call.happens(.callAnswered)
      for _ in 0..<turns { call.caller(says: "yes, a new roof") }
      #expect(call.caller(says: text).hasPrefix("I'm sorry for the trouble."))
      #expect(call.last?.endCall == .doNotCall)
    }
  }

  @Test("\"don't call me now\" is not final")
  func notNow() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    call.caller(says: "Don't call me now, call me back tomorrow at noon.")
    #expect(call.last?.endCall == .callback)
  }

  @Test(
    "side questions are answered and the pending question comes back",
    arguments: [
      ("Sorry, what was that?", "Sure."), ("Can you repeat that?", "Sure."), ("Pardon?", "Sure."),
      ("Who is this?", "This is Joe, calling from Brightside Solar about your quote."),
      ("Are you a robot?", "Yes, I'm an automated assistant, and a real expert makes the visit."),
      ("Is this a real person?", "Yes, I'm an automated assistant, and a real expert makes the visit."),
      ("How much does it cost?", "That depends on the roof, so the visit comes with a free quote."),
      ("Hello? Are you there?", "Yes, I'm here."), ("Hello?", "Hello."),
    ])
  func sideQuestions(text: String, answer: String) throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    call.caller(says: "yes")
    call.caller(says: "solar panels")
    call.caller(says: "next spring")
    let before = call.state
    #expect(call.caller(says: text) == answer + " So, roughly, what is your budget?")
    #expect(call.state.question == before.question)
    #expect(call.state.slots == before.slots)
  }

  @Test("\"hold on\" waits without asking again")
  func holding() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    #expect(call.caller(says: "Hold on a second.") == "Sure, take your time.")
    #expect(call.caller(says: "okay, go ahead") == "Great, thank you. What are you hoping to get done?")
  }

  @Test("a correction changes the slot filled before and resumes")
  func correction() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    for text in ["yes", "a new roof", "soon", "fifteen thousand"] { call.caller(says: text) }
    #expect(
      call.caller(says: "No, I meant fifty thousand.")
        == "Got it, fifty thousand dollars. Are you the one who makes the decision?")
    #expect(call.spoken("budget") == "fifty thousand dollars")
  }

  @Test("a wrong appointment is asked for again, or taken from the same words")
  func wrongAppointment() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    for text in ["yes", "a new roof", "soon", "fifteen thousand", "yes", "Tuesday at three"] {
      call.caller(says: text)
    }
    #expect(
      call.caller(says: "No, Wednesday at four.")
        == "Sorry about that. Perfect. So that's Wednesday, November twenty fifth, at four PM. Is that right?"
    )
    #expect(
      call.caller(says: "no")
        == "Sorry about that. I can book a free visit with an expert. Which day and time would suit you?")
    #expect(call.caller(says: "Thursday") == "And what time would suit you?")
    #expect(
      call.caller(says: "ten in the morning")
        == "Perfect. So that's Thursday, November twenty sixth, at ten AM. Is that right?")
    call.caller(says: "yes")
    #expect(call.last?.endCall == .qualified)
  }

  @Test("\"next week\" leads to a day and then a time")
  func nextWeek() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    for text in ["yes", "a new roof", "soon", "fifteen thousand", "yes"] { call.caller(says: text) }
    #expect(call.caller(says: "sometime next week") == "Which day would suit you?")
    #expect(call.caller(says: "Wednesday") == "And what time would suit you?")
    call.caller(says: "half past ten")
    #expect(call.spoken("appointment") == "Wednesday, November twenty fifth, at ten thirty AM")
  }

  @Test("an optional answer that the caller does not know is skipped")
  func unknownBudget() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    for text in ["yes", "a new roof", "soon"] { call.caller(says: text) }
    #expect(
      call.caller(says: "I'd rather not say.") == "No problem. Are you the one who makes the decision?")
    #expect(call.state.value(of: "budget") == nil)
  }

  @Test("nonsense gets its re-prompts and then a polite end")
  func nonsense() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    #expect(call.caller(says: "purple monkey") == "Sorry, do you have two minutes to talk?")
    #expect(call.caller(says: "dishwasher") == "I only need a yes or a no. Is now a good time?")
    #expect(
      call.caller(says: "seven")
        == "I'm sorry, I'm having trouble hearing you. A colleague will call you. Thank you for your time. Goodbye."
    )
    #expect(call.last?.endCall == .incomplete)
  }

  @Test("a caller who says nothing is asked, asked again, and let go")
  func silence() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    #expect(call.happens(.callerSilent(times: 1)) == "Are you still there?")
    #expect(call.happens(.callerSilent(times: 2)) == "Sorry, I can't hear you. Do you have two minutes?")
    call.happens(.callerSilent(times: 3))
    #expect(call.last?.endCall == .noAnswer)
  }

  @Test("who falls silent in mid-call leaves an incomplete one")
  func silenceLater() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    call.caller(says: "yes")
    call.happens(.callerSilent(times: 3))
    #expect(call.last?.endCall == .incomplete)
  }

  @Test("a finished call stays finished")
  func finished() throws {
    var call = try FixtureCall()
    call.happens(.callAnswered)
    call.caller(says: "take me off your list")
    let state = call.state
    #expect(call.caller(says: "hello?") == "")
    #expect(call.last?.endCall == .doNotCall)
    #expect(call.state == state)
  }

  @Test(
    "random callers always come to an end, and the same call goes the same way twice",
    arguments: 0..<200 as Range<UInt64>)
  func alwaysEnds(seed: UInt64) throws {
    let texts = [
      "yes", "no", "um", "", "hello", "fifty thousand", "next tuesday at three", "tuesday", "next week",
      "I don't know",
      "can you repeat that", "who is this", "hold on", "how did you get my number", "I meant sixty thousand",
      "a new roof",
      "actually wednesday at four", "are you there", "too expensive", "in march", "what", "purple",
      "make it friday",
    ]
    var replies: [[ScriptedReply]] = [[], []]
    for round in 0..<2 {
      var random = SeededGenerator(seed: seed)
      var call = try FixtureCall()
      call.happens(.callAnswered)
      var turns = 1
      while !call.state.isFinished, turns < 100 {
        let isSilent = Int.random(in: 0..<8, using: &random) == 0
        let text = texts.randomElement(using: &random) ?? ""
        let said = call.happens(
          isSilent ? .callerSilent(times: Int.random(in: -1...2, using: &random)) : .callerSaid(text))
        #expect(!said.isEmpty, "seed \(seed): the agent never stays silent")
        #expect(!said.contains("{"), "seed \(seed): \(said)")
        if let reply = call.last { replies[round].append(reply) }
        turns += 1
      }
      #expect(call.state.isFinished && turns <= 42, "seed \(seed)")
    }
    #expect(replies[0] == replies[1], "seed \(seed)")
  }

  @Test("every fixed line is speakable and short for the ear")
  func speakable() throws {
    let agent = try FixtureCall().agent
    let normaliser = SpeechNormaliser(lexicon: agent.lexicon)
    for piece in agent.fixedPieces {
      #expect(normaliser.normalise(piece) == piece)
      #expect(piece.split(separator: " ").count <= 16, "\(piece)")
    }
    #expect(agent.fixedPieces.contains("This call is recorded."))
    #expect(agent.fixedPieces.contains("Hi, this is Joe with Brightside Solar,"))
  }
}

import Conversation

/// What callers say, in two sets that share no sentence: one to tune on, one to report on.
///
/// A mark with spaces around it is a place where the caller may pause: `/` within a phrase, `|` between two clauses,
/// `~` after a filler, `^` between two sentences, `-` between the groups of something spelled.
struct TurnsLines: Sendable {
  var open: [String]
  var yesNo: [String]
  var short: [String]
  /// Words before a number or an address that is spelled.
  var spelledLeads: [String]
  var names: [String]
  /// Without "mm-hmm", which the voices spell letter by letter.
  var backchannels: [String]
  var interruptions: [String]
  /// Interruptions of one or two words.
  var demands: [String]

  static let train = TurnsLines(
    open: [
      "We are looking to / replace the roof of our house | because it leaks when it rains.",
      "I want to lower my electric bill, | and my neighbor told me about you.",
      "Well, um, ~ we have been thinking about / a new kitchen for two years.",
      "The old heater broke last winter, | so we need something before it gets cold.",
      "I would like to / know what it costs to insulate the attic.",
      "It depends on / how much the whole thing costs.",
      "We moved in last spring ^ and now we want to do the windows.",
      "My husband usually / takes care of these things, | but he is at work right now.",
      "I saw your advertisement / in the newspaper this morning.",
      "Our house is about forty years old, | and nothing has been done since.",
      "I am mostly interested in / the price and the warranty.",
      "Uh, ~ I think the best way to reach me is / in the evening.",
      "We had a contractor here, | but he never came back with an offer.",
      "The garage needs a new door ^ and the driveway is cracked.",
      "I have a question about / the financing that you offer.",
      "Somebody called me yesterday, um, ~ about an appointment.",
      "If the price is right, | we could start in the summer.",
      "I do not really know yet, | I just wanted some information.",
      "We need help with / the plumbing in our basement.",
      "The insurance company said that / they would pay for half of it.",
      "I would say, um, ~ it is more about comfort than money.",
      "When it is windy outside, | you can feel it in the living room.",
      "I am calling because / my bill went up again.",
      "Please send me the details | and I will look at them tonight.",
      "That sounds interesting. ^ What would it cost for a small house?",
      "We rent the place, | so I would have to ask the owner.",
    ],
    yesNo: [
      "Yes.", "Yeah, I do.", "No, not really.", "Yes, that's right.", "No, I don't think so.", "Sure.",
      "Yes, um, ~ I guess so.", "Yeah, | but only in the evening.", "No, | we sold it last year.",
      "Of course.",
    ],
    short: [
      "About fifty thousand dollars.", "Next Tuesday at three.", "Um, ~ maybe two hundred a month.",
      "Tomorrow morning.", "Around / ten thousand.", "It was built in nineteen eighty five.",
      "Three bedrooms.",
      "In the afternoon, | after four.", "Twelve hundred square feet.", "Probably / in March.",
    ],
    spelledLeads: ["It's", "My number is", "Sure, it's", "You can reach me at"],
    names: ["john", "mary", "peter", "susan", "kevin"],
    backchannels: [
      "Uh huh.", "Okay.", "Right.", "Uh huh.", "Yeah.", "I see.", "Sure.", "Got it.", "Yeah, yeah.",
      "Oh, okay.",
    ],
    interruptions: [
      "Wait, how much does it cost?", "Sorry, can you say that again?", "No, that is not what I said.",
      "Hold on a second.", "Excuse me, I have a question.", "Stop, I am not interested.",
      "Actually, I already have one of those.", "Can I ask you something?",
    ],
    demands: ["Stop.", "Wait, wait.", "No, no.", "What?", "Hold on.", "Sorry?", "Excuse me?", "How much?"])

  static let test = TurnsLines(
    open: [
      "I was hoping to / get an offer for a new fence | before the end of the month.",
      "Our boiler is making noise, | and the water is never really hot.",
      "So, um, ~ we would like to / turn the attic into a bedroom.",
      "There is mold in the bathroom, | so the walls have to be done first.",
      "I need someone who can / repair the stairs in front of the house.",
      "That depends on / what my wife says about it.",
      "We bought the farm in October ^ and the barn is falling apart.",
      "My son told me to / call you about the solar program, | because he did it last year.",
      "I found your company / on the internet yesterday.",
      "The floor is still the original one, | and it squeaks in every room.",
      "For me it is mainly about / the noise from the street.",
      "Uh, ~ the easiest thing would be / if you called me on Friday.",
      "Two companies were here already, | but both were too expensive.",
      "The chimney has to be cleaned ^ and one window does not close.",
      "I wanted to ask about / the discount for older people.",
      "We were told, um, ~ that the state pays a part of it.",
      "If you have time next week, | you can come and take a look.",
      "I can't say much about it, | my brother knows the details.",
      "We are having trouble with / the pipes under the kitchen.",
      "The bank told us that / the loan would be no problem.",
      "Honestly, um, ~ I just want it to look nice again.",
      "Whenever somebody takes a shower, | the lights begin to flicker.",
      "I am asking because / the old contract ends in June.",
      "Write it all down for me | and I will talk to my partner.",
      "Good to know. ^ How long does the work usually take?",
      "The house belongs to my parents, | so they have to agree as well.",
    ],
    yesNo: [
      "No.", "Yes, I am.", "Yep.", "No, thank you.", "Yes, of course.", "I think so.",
      "Well, um, ~ yes.", "Yes, | although it is quite old.", "No, | we only rent it.", "Absolutely.",
    ],
    short: [
      "Thirty five thousand.", "On Friday around noon.", "Uh, ~ eighty dollars a week.", "This evening.",
      "Roughly / four hundred.", "Since two thousand and twelve.", "Five people.",
      "On the weekend, | if possible.", "Two floors and a basement.", "Maybe / in September.",
    ],
    spelledLeads: ["The number is", "It would be", "Yes, that's", "Okay, it's"],
    names: ["anna", "robert", "linda", "james", "karen"],
    backchannels: [
      "Uh huh.", "Hm.", "Alright.", "Okay.", "Yep.", "Right.", "Yes.", "Okay, sure.", "Oh, I see.",
      "Great.",
    ],
    interruptions: [
      "Hang on, what did you say?", "I don't want that.", "But what about the warranty?",
      "One moment please.", "Can you call me back later?", "No no, you got that wrong.",
      "Let me stop you there.", "Where did you get my number?",
    ],
    demands: [
      "Stop it.", "Wait.", "No.", "What was that?", "Hang on.", "Pardon?", "One second.", "Who is this?",
    ])

  /// What the agent asks; long enough to be spoken over.
  static let questions = [
    "Thank you, that helps me a lot. To find the right offer for you, I would like to ask you one more thing now.",
    "I understand, and we can certainly do something about it. May I ask you the next question about your house?",
    "That is good to hear, and it makes our work easier. Please tell me a little more, so that we can plan the visit.",
    "Thanks, I have written that down for my colleague. The next thing we need to know is quite simple.",
    "Very well, we have helped many people in your town with that. Let me ask you something about the details.",
  ]
}

extension TurnsLines {
  /// The pieces in which the call machine has a text spoken.
  static func clauses(of text: String) -> [String] {
    var cutter = SentenceCutter()
    return cutter.feed(text) + cutter.flush()
  }
}

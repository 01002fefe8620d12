public import Audio
public import TurnTaking

/// What a call's state machine is told about its call once, at the start.
public struct CallSettings: Sendable, Equatable, Codable {
  /// Samples a second of the audio that is played to the caller.
  public var sampleRate: Int
  /// Names the call, for tools that must do a thing once; empty in calls that no engine runs.
  public var call = ""
  /// Seed of the wall clock: seconds since 1970 when the machine's clock stood at zero.
  public var wallClockAtZero: Double = 0
  public var endpointing = EndpointingPolicy()
  /// Whether the agent speaks first.
  public var greets = true
  /// How far ahead of the caller's ear audio is sent.
  public var sendLead = MediaTime.milliseconds(300)
  /// The lead grows after audio ran out at the carrier and shrinks again, between these.
  public var shortestLead = MediaTime.milliseconds(200)
  public var longestLead = MediaTime.milliseconds(400)
  /// How much speech must have come, after it ran out, before it goes on.
  public var gathered = MediaTime.milliseconds(200)
  /// How much audio one message carries.
  public var messageLength = MediaTime.milliseconds(100)
  /// The shortest audio the carrier promises to play; the last message of an utterance is padded to it.
  public var packetTime = MediaTime.milliseconds(20)
  /// How long audio fades in where it begins again, and is let down where it runs out; zero: it is not.
  public var fadeTime = MediaTime.milliseconds(10)
  /// The silence between two sentences, and between the clauses of one.
  public var sentencePause = MediaTime.milliseconds(220)
  public var clausePause = MediaTime.milliseconds(80)
  /// How long a final text may take after the endpoint has passed before the call goes on with what it has.
  public var recognitionPatience = MediaTime.milliseconds(2_000)
  /// How long a reply may keep the caller waiting, for its first audio or in the middle, before the agent apologises.
  public var replyPatience = MediaTime.milliseconds(5_000)
  /// A reply without a word by then is bridged by one of the agent's fillers; nil: it is not.
  public var fillerDelay: MediaTime?
  /// So little of a question is left that who speaks now answers it.
  public var lastWords = MediaTime.milliseconds(800)
  /// Speech this long may be stopped for by one or two words, before it is over.
  public var believableLength = MediaTime.milliseconds(500)
  /// How long after it speech is told to have ended (`starling-eval vad`: medians of 50 to 160 ms).
  public var speechEndDelay = MediaTime.milliseconds(150)
  /// Longer than anyone coughs.
  public var interruptionLength = MediaTime.milliseconds(1_000)
  /// A pause after which sound that was found to be no words is over.
  public var soundPause = MediaTime.milliseconds(1_500)
  /// How much of such sound the recogniser is given in one piece.
  public var soundStretch = MediaTime.seconds(Int64(10))
  /// How long the last words of a call that reached its longest duration may take.
  public var lastWordsTime = MediaTime.seconds(Int64(12))
  /// A call whose caller's audio stops coming is ended after this long.
  public var mediaTimeout = MediaTime.seconds(Int64(15))
  /// Frames come unevenly at first; from here on the carrier's clock is compared with ours.
  public var clockSettling = MediaTime.seconds(Int64(5))
  /// Digits belong to one entry until this long after the last.
  public var digitTimeout = MediaTime.milliseconds(1_500)
  /// How long after its estimated end a goodbye's mark is waited for, before it counts as heard.
  public var farewellMargin = MediaTime.milliseconds(1_000)

  public init(sampleRate: Int) { self.sampleRate = sampleRate }
}

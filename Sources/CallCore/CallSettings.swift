public import Audio
public import TurnTaking

/// What a call's state machine is told about its call once, at the start.
public struct CallSettings: Sendable, Equatable, Codable {
  /// Samples a second of the audio that is played to the caller.
  public var sampleRate: Int
  /// Seed of the wall clock: seconds since 1970 when the machine's clock stood at zero.
  public var wallClockAtZero: Double = 0
  public var endpointing = EndpointingPolicy()
  /// Whether the agent speaks first.
  public var greets = true
  /// How far ahead of the caller's ear audio is sent.
  public var sendLead = MediaTime.milliseconds(300)
  /// How much audio one message carries.
  public var messageLength = MediaTime.milliseconds(100)
  /// The shortest audio the carrier promises to play; the last message of an utterance is padded to it.
  public var packetTime = MediaTime.milliseconds(20)
  /// The silence between two sentences, and between the clauses of one.
  public var sentencePause = MediaTime.milliseconds(220)
  public var clausePause = MediaTime.milliseconds(80)
  /// How long a final text may take after the endpoint has passed before the call goes on with what it has.
  public var recognitionPatience = MediaTime.milliseconds(2_000)
  /// How long a reply may keep the caller waiting for its first audio before the agent apologises.
  public var replyPatience = MediaTime.milliseconds(5_000)
  /// A call whose caller's audio stops coming is ended after this long.
  public var mediaTimeout = MediaTime.seconds(Int64(15))
  /// Digits belong to one entry until this long after the last.
  public var digitTimeout = MediaTime.milliseconds(1_500)
  /// How long after its estimated end a goodbye is still given to be heard.
  public var farewellMargin = MediaTime.milliseconds(300)

  public init(sampleRate: Int) { self.sampleRate = sampleRate }
}

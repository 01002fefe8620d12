public import Audio

/// What is to be simulated.
public struct SimulationOptions: Sendable {
  public var url = "ws://127.0.0.1:3650/media/telnyx"
  public var token: String?
  /// Accept any certificate; for loopback tests of `wss`.
  public var isInsecure = false
  /// How long a connection may take to be answered, in whole seconds.
  public var connectTimeoutSeconds = 10

  // MARK: Calls

  /// Calls at the same time.
  public var concurrent = 1
  /// Time over which they begin.
  public var ramp = MediaTime.zero
  /// How long all of them run, counted from the end of the ramp.
  public var duration = MediaTime.seconds(Int64(60))
  /// A call ends after about this (half to one and a half times) and another begins in its place; nil: calls last to
  /// the end.
  public var callLength: MediaTime?
  /// All calls there may be, those that follow others included; nil: as many as the duration lets.
  public var totalCalls: Int?
  /// Connections opened in a second at most; nil: no limit.
  public var connectRate: Int?
  public var ending = CallEnding.stop
  /// Calls that end by a close frame and not by `stop`, every so many; 0: none.
  public var abruptEvery = 0

  // MARK: Audio

  /// What the caller's audio is encoded as, and at which rate.
  public var codec = AudioCodec.pcmu
  public var rate = 8_000
  /// What the engine sends, and at which rate.
  public var agentCodec = AudioCodec.pcmu
  public var agentRate = 8_000
  /// Where to write what the first call's parties heard.
  public var recording: String?

  // MARK: Talk

  /// How long a caller talks at a time; nil: one file of speech.
  public var talk: MediaTime?
  /// From the beginning of one utterance of a caller to the next.
  public var turnPeriod = MediaTime.seconds(Int64(7))
  /// Every so many answers the caller speaks over the agent; 0: never.
  public var bargeInEvery = 0
  /// Agent audio that a whole answer has at least; zero: any audio is an answer.
  public var answerLength = MediaTime.zero
  /// The fixed part of a response: what the simulated services and the endpointing take.
  public var serviceTime = MediaTime.zero
  public var impairment = Impairment()
  public var seed: UInt64 = 1
  /// The scripted call's conversation; nil: callers talk and listen.
  public var script: CallerScript?
  /// Give up a scripted call after this.
  public var timeout = MediaTime.seconds(Int64(240))

  // MARK: Abuse

  /// Of the first calls, so many send a hundred times real time.
  public var flooding = 0
  /// Of the calls after those, so many stop reading.
  public var deaf = 0
  /// Half of all calls vanish this long after the ramp.
  public var vanishHalfAt: MediaTime?
  /// Connections beside the calls that never send `start`.
  public var silentSockets = 0
  /// Short calls that are opened as fast as possible, a second after the ramp, to see how many a second are accepted.
  public var acceptTest = 0

  // MARK: Measurement

  /// The engine's process, if it runs on this machine.
  public var watchedProcess: Int32?
  /// Where to write what happens to each call, line by line.
  public var callLog: String?

  public init() {}
}

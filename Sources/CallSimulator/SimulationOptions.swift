public import Audio

/// What is to be simulated.
public struct SimulationOptions: Sendable {
  public var url = "ws://127.0.0.1:3650/media/telnyx"
  public var token: String?
  /// Accept any certificate; for loopback tests of `wss`.
  public var isInsecure = false
  /// Calls at the same time.
  public var concurrent = 1
  /// Time over which they begin.
  public var ramp = MediaTime.zero
  /// How long all of them run, counted from the end of the ramp.
  public var duration = MediaTime.seconds(Int64(60))
  /// A call ends after this and another begins in its place; nil: calls last to the end.
  public var callLength: MediaTime?
  /// What the caller's audio is encoded as, and at which rate.
  public var codec = AudioCodec.pcmu
  public var rate = 8_000
  /// What the engine sends, and at which rate.
  public var agentCodec = AudioCodec.pcmu
  public var agentRate = 8_000
  /// From the beginning of one utterance of a caller to the next.
  public var turnPeriod = MediaTime.seconds(Int64(7))
  /// Every so many answers the caller speaks over the agent; 0: never.
  public var bargeInEvery = 0
  /// Agent audio that a whole answer has at least; zero: any audio is an answer.
  public var answerLength = MediaTime.zero
  public var impairment = Impairment()
  public var seed: UInt64 = 1
  /// The scripted call's conversation; nil: callers talk and listen.
  public var script: CallerScript?
  /// Give up a scripted call after this.
  public var timeout = MediaTime.seconds(Int64(240))
  /// Where to write what the first call's parties heard.
  public var recording: String?
  /// Calls that end by a closed socket and not by `stop`, every so many; 0: none.
  public var abruptEvery = 0

  public init() {}

  /// Bytes of 20 ms of the agent's audio; 0 for Opus, whose packets vary.
  var agentBytesPerSecond: Int {
    switch agentCodec {
    case .pcmu, .pcma, .g722: 8_000
    case .l16: agentRate * 2
    case .opus, .amrWB: 0
    }
  }
}

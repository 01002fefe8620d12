public import Audio
public import CallCore
internal import Networking
public import Recording

/// How an engine is to run.
public struct EngineOptions: Sendable {
  public var host = "0.0.0.0"
  /// 0 picks a free port.
  public var port = 3650
  public var tlsCertificate: String?
  public var tlsKey: String?
  /// Wanted in the path after `/media/telnyx/` or in the `x-telnyx-streaming-auth-token` header; nil: no token.
  public var mediaToken: String?
  public var maxCalls = 1_000
  /// Call workers; 0 chooses from the cores there are.
  public var workers = 0
  /// Media loops; 0 chooses from the cores there are.
  public var loops = 0
  /// What the carrier was told to expect from us (`bidirectionalCodec`), and its rate.
  public var outboundCodec = AudioCodec.pcmu
  public var outboundRate = 8_000
  public var l16ByteOrder = L16.ByteOrder.little
  /// Directory for stereo recordings; nil: none are made.
  public var recordings: String?
  /// How a call's recording is sealed; asked on a worker's thread once the sink has the call's start. Nil: not at all.
  public var recordingSeal: (@Sendable (CallID) -> RecordingSeal)?
  /// Directory for event logs, one a call; nil: none are kept.
  public var eventLogs: String?
  public var calls = CallSettings(sampleRate: 8_000)
  /// Caller audio handed to the recogniser from before the detected onset.
  public var preRoll = MediaTime.milliseconds(200)
  /// A carrier that takes nothing for this long loses its call.
  public var stallTimeout = MediaTime.seconds(Int64(5))
  /// A socket that has not said `connected` or `start` by then is closed.
  public var greetingTimeout = MediaTime.seconds(Int64(10))
  /// A socket that said `connected` may wait this long for its `start`: as long as a phone can ring.
  public var startTimeout = MediaTime.seconds(Int64(630))
  /// Where `libonnxruntime.so` and the voice-activity model are; nil: the cheap detector decides alone.
  public var voiceActivityModels: String?

  var recordsCalls: Bool { recordings != nil }

  public init() {}

  /// One core in two is the media loop's; calls are worked on by the rest.
  var workerCount: Int {
    workers > 0 ? workers : max(1, ProcessorBudget.allowed - ProcessorBudget.allowed / 2)
  }

  var loopCount: Int { loops > 0 ? loops : max(1, ProcessorBudget.allowed / 2) }

  /// Several loops listen on one port, and the kernel spreads the connections.
  func loopOptions(index: Int) -> MediaLoopOptions {
    let endpoint = MediaLoopOptions.Endpoint(
      address: host, port: port, sharing: loopCount == 1 ? .alone : index == 0 ? .first : .further)
    var loop = MediaLoopOptions(name: loopCount > 1 ? "MediaLoop-\(index)" : "MediaLoop", listen: endpoint)
    if let tlsCertificate, let tlsKey {
      loop.identity = .init(certificatePath: tlsCertificate, keyPath: tlsKey)
    }
    // Those let in, those that are being closed, and some that are told why they are not let in.
    loop.maxConnections = maxCalls + maxCalls / 8 + 1_024
    return loop
  }
}

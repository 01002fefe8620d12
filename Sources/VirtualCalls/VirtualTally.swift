internal import Audio
internal import CallCore
internal import Providers

/// What a run of virtual calls has seen; tallies of threads add up.
public struct VirtualTally: Sendable, Equatable {
  public var calls = 0
  /// Virtual time of all calls, in nanoseconds.
  public var nanoseconds: Int64 = 0
  /// Events fed, by kind; see `eventNames`.
  public var events = [Int](repeating: 0, count: Self.eventNames.count)
  /// How often each fault struck.
  public var faults = [Int](repeating: 0, count: Fault.allCases.count)
  /// How often each invariant was looked at where it could have been broken.
  public var checks = [Int](repeating: 0, count: Invariant.allCases.count)
  /// Calls by why they ended, in the order of `endNames`.
  public var ends = [Int](repeating: 0, count: Self.endNames.count)
  public var replies = 0
  public var messages = 0
  public var ledger = LedgerError()
  /// The lowest call numbers that failed, in order.
  public var failures: [VirtualFailure] = []
  public var failedCalls = 0

  public init() {}

  public static let eventNames = [
    "answered", "speechStarted", "speechEnded", "partial", "final", "recogniserFailed", "replyText",
    "replyFlow", "replyEndCall", "replyFinished", "replyFailed", "audio", "audioFinished", "audioFailed",
    "markReturned", "digit", "streamReplaced", "hungUp", "connectionLost", "outboundStalled", "shutdown",
    "loadChanged", "deadline", "words", "replyTransfer", "tool", "substituted", "budget",
  ]
  public static let endNames = [
    "agent_ended", "caller_hung_up", "connection_lost", "caller_silent", "media_timeout", "max_duration",
    "provider_failed", "slow_reader", "shutdown", "over_budget",
  ]
  static let keptFailures = 20

  public var eventsFed: Int { events.reduce(0, +) }
  public var virtualHours: Double { Double(nanoseconds) / 3.6e12 }

  /// Faults that never struck and invariants that were never looked at: a check that cannot fail is no check.
  public var gaps: [String] {
    Fault.allCases.filter { faults[$0.rawValue] == 0 }.map { "fault \($0.name) never struck" }
      + Invariant.allCases.filter { checks[$0.rawValue] == 0 }.map { "\($0.name) was never put to the test" }
      + zip(Self.eventNames, events).filter { $0.1 == 0 }.map { "no event \($0.0)" }
  }

  mutating func keep(_ failure: VirtualFailure) {
    failedCalls += 1
    let place = failures.firstIndex { $0.call > failure.call } ?? failures.count
    failures.insert(failure, at: place)
    if failures.count > Self.keptFailures { failures.removeLast() }
  }

  public mutating func add(_ other: VirtualTally) {
    calls += other.calls
    nanoseconds += other.nanoseconds
    for index in events.indices { events[index] += other.events[index] }
    for index in faults.indices { faults[index] += other.faults[index] }
    for index in checks.indices { checks[index] += other.checks[index] }
    for index in ends.indices { ends[index] += other.ends[index] }
    replies += other.replies
    messages += other.messages
    ledger.add(other.ledger)
    let failed = failedCalls + other.failedCalls
    for failure in other.failures { keep(failure) }
    failedCalls = failed
  }

  mutating func add(_ call: borrowing VirtualCall) {
    calls += 1
    nanoseconds += call.now.nanoseconds
    for index in events.indices { events[index] += call.events[index] }
    for index in faults.indices { faults[index] += call.faultsStruck[index] }
    for index in checks.indices { checks[index] += call.judge.verdict.checks[index] }
    if let end = call.end { ends[Self.endNames.firstIndex(of: end.word) ?? 0] += 1 }
    replies += call.judge.lastGeneration
    messages += call.messages
    ledger.add(call.judge.ledger)
  }

  static func kind(of event: CallEvent) -> Int {
    switch event {
    case .answered: 0
    case .speechStarted: 1
    case .speechEnded: 2
    case .recogniser(.partial): 3
    case .recogniser(.final): 4
    case .recogniser(.failed): 5
    // Keys are no speech, and come where text does.
    case .reply(_, .text), .reply(_, .digits): 6
    case .reply(_, .flow): 7
    case .reply(_, .endCall): 8
    case .reply(_, .finished): 9
    case .reply(_, .failed): 10
    case .synthesis(_, .audio): 11
    case .synthesis(_, .finished): 12
    case .synthesis(_, .failed): 13
    case .markReturned: 14
    case .digit: 15
    case .streamReplaced: 16
    case .hungUp: 17
    case .connectionLost: 18
    case .outboundStalled: 19
    case .shutdown: 20
    case .loadChanged: 21
    case .deadline: 22
    case .synthesis(_, .words): 23
    case .reply(_, .transfer): 24
    case .reply(_, .tool): 25
    case .synthesis(_, .substituted): 26
    case .budget: 27
    }
  }
}

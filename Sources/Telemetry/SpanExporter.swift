public import Audio
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Takes spans from any thread, and what calls did, and sends them to a collector from a thread of its own.
///
/// Nobody waits for it: what finds no room is dropped and counted. A collector that is slow, refuses, or is gone
/// costs memory up to `ExportLimits.waitingSpans`, and nothing else.
public final class SpanExporter: Sendable {
  /// Sends one request, from any thread, and brings its end once, from any thread.
  public typealias Send =
    @Sendable (ExportRequest, _ completion: @escaping @Sendable (ExportResponse) -> Void) -> Void

  enum Item: Sendable {
    case span(FinishedSpan)
    case call(CallMoment)
    case answer(number: Int, ExportAnswer)
    case stop
  }

  /// Of the way to the thread; spans that are ready have `ExportLimits.waitingSpans` besides.
  static let inboxCapacity = 16_384

  private let inbox = Inbox<Item>(capacity: SpanExporter.inboxCapacity)
  private let sums = Mutex(ExportStatistics())
  private let end = Mutex<MediaTime>(.distantFuture)
  private let ended = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - content: what personal data may be sent.
  ///   - tell: hears from the thread when exporting begins to fail and when it works again.
  public init(
    endpoint: OTLPEndpoint, encoder: OTLPEncoder, content: TraceContent = .none,
    limits: ExportLimits = ExportLimits(), send: @escaping Send,
    tell: @escaping @Sendable (ExportEvent) -> Void = { _ in }
  ) {
    let thread = Thread { [self] in run(endpoint, encoder, content, limits, send, tell) }
    thread.name = "telemetry"
    thread.start()
  }

  /// Never waits.
  public func take(_ span: FinishedSpan) { inbox.offer(.span(span)) }

  /// Never waits.
  func take(_ moment: CallMoment) { inbox.offer(.call(moment)) }

  public var statistics: ExportStatistics {
    var sums = sums.withLock { $0 }
    sums.dropped += inbox.refused
    return sums
  }

  /// Sends what there is, and gives up what cannot be sent in time. Harmless when repeated.
  public func stop(within limit: MediaTime) {
    let until = Self.now + limit
    let isFirst = end.withLock { end -> Bool in
      defer { end = min(end, until) }
      return end == .distantFuture
    }
    guard isFirst else { return }
    inbox.offer(.stop, mustArrive: true)
    inbox.close()
    // A moment more than the thread has, so that it is the thread that gives up.
    _ = ended.wait(timeout: .now() + .nanoseconds(Int(clamping: limit.nanoseconds &+ 500_000_000)))
  }

  // MARK: The thread

  private func run(
    _ endpoint: OTLPEndpoint, _ encoder: OTLPEncoder, _ content: TraceContent, _ limits: ExportLimits,
    _ send: @escaping Send, _ tell: @Sendable (ExportEvent) -> Void
  ) {
    var queue = ExportQueue(limits: limits, timeout: endpoint.timeout)
    var calls = OpenTraces(content: content)
    var generator = SystemRandomNumberGenerator()
    var wake: MediaTime?
    var isStopping = false
    var failure: String?
    while true {
      let items = inbox.take(within: wake.map { max(.zero, $0 - Self.now) })
      let now = Self.now
      for item in items {
        switch item {
        case .span(let span): queue.add(span, at: now)
        case .call(let moment): for span in calls.take(moment) { queue.add(span, at: now) }
        case .answer(let number, let answer): queue.answered(number, answer, at: now, using: &generator)
        case .stop:
          for span in calls.endAll() { queue.add(span, at: now) }
          queue.flush()
          isStopping = true
        }
      }
      switch queue.next(at: now, using: &generator) {
      case .send(let number, let spans):
        wake = now
        let request = ExportRequest(
          url: endpoint.url, headers: endpoint.headers, body: encoder.encode(spans), timeout: endpoint.timeout
        )
        send(request) { [inbox] response in
          inbox.offer(
            .answer(number: number, ExportAnswer(response, unixTime: Date().timeIntervalSince1970)),
            mustArrive: true)
        }
      case .wait(let until): wake = until
      }
      if queue.failure != failure {
        tell(queue.failure.map { .failing($0) } ?? .recovered)
        failure = queue.failure
      }
      sums.withLock { $0 = queue.statistics }
      guard isStopping else { continue }
      let limit = end.withLock { $0 }
      if queue.isEmpty || now >= limit { break }
      wake = min(wake ?? limit, limit)
    }
    queue.abandon()
    sums.withLock { $0 = queue.statistics }
    ended.signal()
  }

  static var now: MediaTime {
    MediaTime(nanoseconds: Int64(clamping: DispatchTime.now().uptimeNanoseconds))
  }
}

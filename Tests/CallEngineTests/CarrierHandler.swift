import Audio
import Networking
import Synchronization

/// The carrier's side of all streams of a `CarrierLoop`, on its thread.
final class CarrierHandler: MediaLoopHandler {
  typealias Job = @Sendable (CarrierHandler, MediaTime) -> Void

  /// Where tests leave work for the loop's thread.
  final class Inbox: Sendable {
    let jobs = Mutex<[Job]>([])
    let logs = Mutex<[Int: EventLog<CarrierEvent>]>([:])
  }

  private let inbox: Inbox
  private(set) var loop: MediaLoop<CarrierHandler>?
  private(set) var streams: [Int: CarrierStream] = [:]
  private var now = MediaTime.zero

  init(_ inbox: Inbox) { self.inbox = inbox }

  func started(on loop: MediaLoop<CarrierHandler>) { self.loop = loop }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> CarrierStream {
    let tag = request.tag ?? 0
    let log = inbox.logs.withLock { $0[tag] } ?? EventLog()
    let stream = CarrierStream(id: id, streamID: "stream-\(tag)", log: log)
    streams[tag] = stream
    log.append(.opened)
    return stream
  }

  func connectFailed(_ tag: Int, status: Int?, reason: String) {
    inbox.logs.withLock { $0[tag] }?.append(.refused(status: status))
  }

  func received(text message: Span<UInt8>, on stream: CarrierStream) { stream.received(message, at: now) }

  func closed(_ stream: CarrierStream, code: Int?) {
    streams = streams.filter { $0.value !== stream }
    stream.log.append(.closed(code))
  }

  func sweepEnded(at now: MediaTime) -> MediaTime? {
    self.now = now
    let jobs = inbox.jobs.withLock { jobs in
      defer { jobs = [] }
      return jobs
    }
    for job in jobs { job(self, now) }
    var next = MediaTime.distantFuture
    for stream in streams.values {
      let due = stream.proceed(at: now) { message in _ = loop?.write(message, to: stream.id) }
      next = min(next, due)
    }
    return next == .distantFuture ? nil : next
  }
}

import Networking
import Synchronization

/// A carrier: one client loop with any number of streams to an engine.
final class CarrierLoop: Sendable {
  private let inbox = CarrierHandler.Inbox()
  private let loop: MediaLoop<CarrierHandler>
  private let lastTag = Atomic<Int>(0)

  init() throws {
    var options = MediaLoopOptions(name: "carrier")
    options.trust = .anything
    loop = MediaLoop(options: options, handler: CarrierHandler(inbox))
    try loop.start()
  }

  deinit { loop.stop() }

  /// Opens a socket and waits for nothing.
  func connect(
    port: Int, path: String = "/media/telnyx", headers: [(String, String)] = [], secure: Bool = false
  ) throws -> TestCarrier {
    let url = try WebSocketURL("\(secure ? "wss" : "ws")://127.0.0.1:\(port)\(path)")
    let tag = lastTag.add(1, ordering: .relaxed).newValue
    let log = EventLog<CarrierEvent>()
    inbox.logs.withLock { $0[tag] = log }
    run { handler, _ in handler.loop?.connect(to: url, headers: headers, tag: tag) }
    return TestCarrier(loop: self, tag: tag, log: log)
  }

  func run(_ job: @escaping CarrierHandler.Job) {
    inbox.jobs.withLock { $0.append(job) }
    loop.wake()
  }
}

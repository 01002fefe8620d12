import NIOCore

/// Does things after the vendor's service time, in the order in which they were asked for.
final class DelayedSender {
  private let connection: Connection
  private var last = NIODeadline.now()

  init(_ connection: Connection) { self.connection = connection }

  func after(_ seconds: Double, _ work: @escaping () -> Void) {
    let now = NIODeadline.now()
    last = max(last, now + .microseconds(Int64(seconds * 1_000_000)))
    connection.after(Double((last - now).nanoseconds) / 1e9, work)
  }
}

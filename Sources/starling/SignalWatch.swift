import Dispatch
import Foundation
import Synchronization

/// Counts signals, from the moment it is made, so that they can be awaited.
///
/// The dispatch sources live as long as the process: a server watches its signals to its end.
final class SignalWatch: Sendable {
  private let count = Atomic<Int>(0)

  init(_ signals: [Int32]) {
    for number in signals {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in count.add(1, ordering: .releasing) }
      source.resume()
      Self.sources.withLock { $0.append(Source(source: source)) }
    }
  }

  /// Signals that have come so far.
  var received: Int { count.load(ordering: .acquiring) }

  /// Waits for one more signal than had come when it was called.
  func next() async {
    let before = received
    while received == before { try? await Task.sleep(for: .milliseconds(50)) }
  }

  /// Kept and never touched again, so that it does not matter that a source is not `Sendable`.
  private struct Source: @unchecked Sendable {
    let source: any DispatchSourceSignal
  }
  private static let sources = Mutex<[Source]>([])
}

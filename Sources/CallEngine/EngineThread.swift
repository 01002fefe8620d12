internal import Dispatch
internal import Foundation

/// A joinable thread with a name.
struct EngineThread: Sendable {
  private let finished = DispatchGroup()

  /// Starts `body` on a thread of its own; Linux shows 15 bytes of the name.
  init(named name: String, _ body: @escaping @Sendable () -> Void) {
    finished.enter()
    let thread = Thread { [finished] in
      body()
      finished.leave()
    }
    thread.name = name
    thread.qualityOfService = .userInteractive
    thread.start()
  }

  func join() { finished.wait() }

  static func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }
}

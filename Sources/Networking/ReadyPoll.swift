internal import CPlatform
internal import Glibc

/// Which of the open sockets have something to read, asked of the kernel without a look at the others.
///
/// The library polls all its descriptors at every turn. Swept every 5 ms, three in four have nothing to say, and at a
/// thousand sockets asking them was a quarter of the loop's time. Closed descriptors leave by themselves.
final class ReadyPoll {
  /// Descriptors taken in one question.
  private static let batch = 256
  private let descriptor: Int32
  private var taken = [Int32](repeating: -1, count: batch)

  /// Nil when the kernel gives none: then the library's own poll has to do.
  init?() {
    descriptor = cplatform_poll_open()
    guard descriptor >= 0 else { return nil }
  }

  deinit { _ = Glibc.close(descriptor) }

  /// Watches a socket; false when the kernel refuses.
  func watch(_ socket: Int32) -> Bool { cplatform_poll_watch(descriptor, socket) == 0 }

  /// Calls `body` for every socket that has something to read, or has ended. Waits for nothing.
  func forEachReady(_ body: (Int32) -> Void) {
    // Bounded: peers that send as fast as we read must not keep us here.
    for _ in 0..<64 {
      let count = Int(unsafe cplatform_poll_take(descriptor, &taken, Int32(Self.batch)))
      for index in 0..<max(0, count) { body(taken[index]) }
      if count < Self.batch { return }
    }
  }
}

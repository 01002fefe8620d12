internal import Dispatch
internal import Glibc

/// A joinable thread with a name.
struct JournalThread: Sendable {
  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  private let ended = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Void) throws(JournalError) {
    let start = Start { [ended] in
      Self.name("journal")
      body()
      ended.signal()
    }
    var thread = pthread_t()
    // Sound: the retained reference is taken over by the thread, once; or here, when there is none.
    let argument = unsafe Unmanaged.passRetained(start)
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, argument.toOpaque())
    guard code == 0 else {
      unsafe argument.release()
      throw .file(.open, name: "thread", code: code)
    }
    pthread_detach(thread)
  }

  /// Once.
  func join() { ended.wait() }

  /// Linux shows 15 bytes of it.
  private static func name(_ name: String) {
    let descriptor = unsafe Glibc.open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    let bytes = Array(name.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }
}

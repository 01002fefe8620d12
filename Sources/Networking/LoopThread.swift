internal import CPlatform
internal import Glibc

/// A joinable thread with a name.
///
/// Sound as `Sendable`: the handle is written before the value is shared and only read afterwards.
final class LoopThread: @unchecked Sendable {
  private var handle = pthread_t()

  private final class Body {
    let name: String
    let run: @Sendable () -> Void

    init(_ name: String, _ run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }

  init(named name: String, _ run: @escaping @Sendable () -> Void) throws(NetworkingError) {
    let body = unsafe Unmanaged.passRetained(Body(name, run))
    let status = unsafe pthread_create(
      &handle, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        unsafe cplatform_name_thread(body.name)
        body.run()
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      unsafe body.release()
      throw .noThread(code: Int(status))
    }
  }

  var isCurrent: Bool { pthread_equal(handle, pthread_self()) != 0 }

  /// Waits for the thread's end; once.
  func join() { _ = pthread_join(handle, nil) }

  /// For a thread that nobody will wait for; instead of `join`.
  func detach() { _ = pthread_detach(handle) }
}

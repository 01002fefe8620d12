/// How calls tell the media loop that they have something to say.
///
/// A class around the closure, not the closure itself: a function value that is kept in a generic container is
/// wrapped once more at every access, and the wrappers pile up.
final class LoopWaker: Sendable {
  let wake: @Sendable () -> Void

  init(_ wake: @escaping @Sendable () -> Void) { self.wake = wake }
}

/// A piece of provider work under way that its owner may stop.
public protocol Cancellable: AnyObject, Sendable {
  /// Stops the work. Idempotent, returns at once, from any thread; events that were already on their way may
  /// still arrive, so the receiver tells them apart by the generation it started the work with.
  func cancel()
}

/// A reply under way. It may have been begun before the caller's turn was certainly over.
public protocol ReplyHandle: Cancellable {
  /// The turn is over and the reply will be heard: what it held back since it cannot be undone may happen now.
  /// Told once, at most; not told of a request that was confirmed from the start.
  func confirm()
}

extension ReplyHandle {
  public func confirm() {}
}

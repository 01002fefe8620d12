public import ServiceContextModule

extension ServiceContext {
  private enum Key: ServiceContextKey {
    typealias Value = TraceParent
    static let nameOverride: String? = "traceparent"
  }

  /// The span that work in this context belongs to.
  public var traceParent: TraceParent? {
    get { self[Key.self] }
    set { self[Key.self] = newValue }
  }
}

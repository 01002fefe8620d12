/// What the admin port tells of the engine; asked anew for every request, on the port's own threads.
public protocol AdminState: Sendable {
  /// Why the engine takes no new calls now; nil while it does.
  var refusal: String? { get }
  /// The name of a thread that no longer turns; nil while all do.
  var stuckThread: String? { get }
  /// Live calls, oldest first.
  var calls: [AdminCall] { get }
  /// Prometheus text exposition format 0.0.4.
  var metrics: String { get }
}

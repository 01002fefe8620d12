/// What the admin port tells of the engine; asked anew for every request.
public protocol AdminState: Sendable {
  /// Why the engine takes no new calls now; nil while it does.
  var refusal: String? { get }
  /// Live calls, oldest first.
  var calls: [AdminCall] { get }
  /// Prometheus text exposition format 0.0.4.
  var metrics: String { get }
}

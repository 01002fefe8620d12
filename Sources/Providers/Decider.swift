internal import Audio

/// A value that decides: inputs and the time in, actions out. It is fed `.alarm` when its deadline has come.
protocol Decider: Sendable {
  associatedtype Input: Sendable
  associatedtype Action: Sendable

  static var alarm: Input { get }
  /// Whether nothing more will come of it.
  var isOver: Bool { get }
  var deadline: MediaTime? { get }
  mutating func handle(_ input: Input, at now: MediaTime) -> [Action]
}

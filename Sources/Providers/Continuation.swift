internal import Audio

/// A piece of work that another provider can take over where the first one stopped: what is left of it, and what an
/// event of whoever does it means.
///
/// A value: each attempt works on a copy of its own, and the copy of the one that is heard is kept.
protocol Continuation: Sendable {
  associatedtype Request: Sendable
  associatedtype Event: Sendable

  /// What is left to be done; nil when nothing is.
  var request: Request? { get }
  /// An attempt with the provider at this place in the list begins.
  mutating func begin(choice: Int)
  mutating func take(_ event: Event) -> Progress<Event>
  /// The attempt failed after some of it was passed on; the rest is for someone else.
  mutating func handOver()
  /// The events that end the work when nobody can go on: exactly one last event, at the end.
  func ending(_ error: ProviderError) -> [Event]
  /// The events that end it when nothing is left.
  var ended: [Event] { get }
  /// What an attempt has used that is given up, told as it is.
  var used: [Event] { get }
  /// How long these events play; nil for what is no sound.
  func length(of events: [Event]) -> MediaTime?
}

extension Continuation {
  var used: [Event] { [] }
  func length(of events: [Event]) -> MediaTime? { nil }
}

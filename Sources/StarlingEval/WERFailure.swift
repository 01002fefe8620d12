/// Why the word error rate could not be measured.
struct WERFailure: Error, Equatable, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}

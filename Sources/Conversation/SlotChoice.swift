/// One of the answers that a choice question accepts.
public struct SlotChoice: Sendable, Equatable, Codable {
  public var value: String
  /// Other ways to say it. The value itself always counts.
  public var synonyms: [String]

  public init(_ value: String, synonyms: [String] = []) {
    self.value = value
    self.synonyms = synonyms
  }
}

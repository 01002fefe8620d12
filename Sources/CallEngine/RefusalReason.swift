/// Why a call was not taken; the raw value is the metric's label.
public enum RefusalReason: Int, Sendable, CaseIterable {
  case draining, full, overloaded, behind, provider, unauthorised, format, budget, other

  public var word: String { "\(self)" }

  /// What a refusal's sentence is about: the word before its colon (`full: 1000 calls are live`). A sentence without
  /// one comes from a provider.
  public init(sentence: String) {
    guard let colon = sentence.firstIndex(of: ":") else {
      self = .provider
      return
    }
    let word = sentence[..<colon]
    self = Self.allCases.first { $0.word == word } ?? .other
  }
}

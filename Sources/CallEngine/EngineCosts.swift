public import Providers

/// Where an engine's calls are charged, and to whom.
public struct EngineCosts: Sendable {
  public var book: CostBook
  public var key: DailyCosts.Key

  public init(book: CostBook, key: DailyCosts.Key) {
    self.book = book
    self.key = key
  }
}

/// Which version a database's tables have, and which this program knows.
public struct SchemaStatus: Sendable, Equatable {
  /// 0: no tables yet.
  public var version: Int
  public var newest: Int
  /// Names of the migrations, in order; the first `version` are applied.
  public var migrations: [String]

  public init(version: Int, newest: Int, migrations: [String]) {
    self.version = version
    self.newest = newest
    self.migrations = migrations
  }
}

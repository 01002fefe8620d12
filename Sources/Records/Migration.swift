/// One step of a schema, forward and back. One that was released is never edited.
public struct Migration: Sendable, Equatable {
  /// From 1, without gaps.
  public var number: Int
  /// A word or two with hyphens.
  public var name: String
  /// SQL scripts.
  public var up: String
  public var down: String

  public init(number: Int, name: String, up: String, down: String) {
    self.number = number
    self.name = name
    self.up = up
    self.down = down
  }

  /// `0001-calls`
  public var title: String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-" + name
  }

  /// What is to be run, in order, to get from one version to another of `migrations`.
  public static func scripts(
    from version: Int, to target: Int, of migrations: [Migration]
  ) -> [(script: String, reached: Int)] {
    if target >= version {
      return migrations.filter { $0.number > version && $0.number <= target }.map { ($0.up, $0.number) }
    }
    return migrations.filter { $0.number > target && $0.number <= version }.reversed()
      .map { ($0.down, $0.number - 1) }
  }
}

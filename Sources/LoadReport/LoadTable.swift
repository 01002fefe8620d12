/// The rows of a run, laid out for a terminal or as Markdown.
public struct LoadTable: Equatable, Sendable {
  public var rows: [LoadRow]

  public init(_ rows: [LoadRow]) { self.rows = rows }

  public var passes: Bool { rows.allSatisfy { $0.verdict != .missed } }

  private static let heading = ["what", "measured", "must", "aim", ""]

  public var text: String {
    let lines = [Self.heading] + rows.map(\.cells)
    let widths = Self.heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      var line = "  " + cells[0] + Self.spaces(widths[0] - cells[0].count)
      for column in 1...3 { line += "  " + Self.spaces(widths[column] - cells[column].count) + cells[column] }
      return cells[4].isEmpty ? line : line + "  " + cells[4]
    }.joined(separator: "\n")
  }

  public var markdown: String {
    (["| what | measured | must | aim | |", "|---|---:|---:|---:|---|"]
      + rows.map { "| \($0.cells.joined(separator: " | ")) |" }).joined(separator: "\n")
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

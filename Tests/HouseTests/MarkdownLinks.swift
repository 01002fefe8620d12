/// The links of a Markdown page.
enum MarkdownLinks {
  /// Relative targets without their anchors; addresses of the web and code are left out.
  static func relative(in page: String) -> [String] {
    var targets: [String] = []
    var isFenced = false
    for line in page.split(separator: "\n") {
      if line.drop(while: { $0 == " " }).hasPrefix("```") { isFenced.toggle() }
      if isFenced { continue }
      let prose = withoutCode(line)
      for start in prose.ranges(of: "](") {
        let target = prose[start.upperBound...].prefix { $0 != ")" && $0 != " " }
        let path = target.prefix { $0 != "#" }
        if path.isEmpty || target.contains("://") || target.hasPrefix("mailto:") || target.hasPrefix("doc:") {
          continue
        }
        targets.append(String(path))
      }
    }
    return targets
  }

  /// Every second stretch between backquotes is code.
  private static func withoutCode(_ line: Substring) -> String {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined(separator: " ")
  }
}

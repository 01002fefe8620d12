/// A Swift source file as the rules see it.
struct SourceFile: Sendable {
  /// Under the repository's root: `Sources/Audio/MediaTime.swift`.
  let path: String
  let text: String

  /// The target, by its folder.
  var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// The file's name without its ending.
  var name: String { String((path.split(separator: "/").last ?? "").dropLast(".swift".count)) }

  /// The code, line by line, without comments and the text of string literals.
  var code: [Substring] { SwiftText.code(of: text).split(separator: "\n", omittingEmptySubsequences: false) }

  /// The modules imported, also for a single declaration, in the order in which they stand.
  var imports: [String] {
    code.compactMap { line in
      var words = line.split { $0 == " " || $0 == "\t" || $0 == ";" }[...]
      while let word = words.first, word.hasPrefix("@") || Self.accessLevels.contains(word) {
        words.removeFirst()
      }
      guard words.popFirst() == "import" else { return nil }
      if let kind = words.first, Self.kinds.contains(kind) { words.removeFirst() }
      return words.first.map { String($0.prefix { $0 != "." }) }
    }
  }

  private static let accessLevels: Set<Substring> = [
    "public", "package", "internal", "fileprivate", "private",
  ]
  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "typealias", "func", "var", "let", "actor",
  ]
}

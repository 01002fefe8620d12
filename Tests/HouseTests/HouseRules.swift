/// The rules that a formatter cannot keep, as functions from files to complaints.
enum HouseRules {
  static let longestFile = 700

  /// Imports that the table does not allow, and modules that it does not know.
  static func imports(_ files: [SourceFile]) -> [String] {
    files.flatMap { file -> [String] in
      guard let row = HouseTable.row(file.module) else {
        return ["\(file.path): \(file.module) has no row in HouseTable: give it a floor"]
      }
      let allowed = row.mayImport.union(HouseTable.systemModules(row.floor))
      return file.imports.filter { !allowed.contains($0) }.map {
        "\(file.path): \(file.module) may not import \($0)"
      }
    }
  }

  /// C libraries imported by somebody else than their owner.
  static func shims(_ files: [SourceFile]) -> [String] {
    files.flatMap { file in
      file.imports.filter { name in
        guard let owner = HouseTable.shimOwners[name] else { return false }
        return owner != file.module
      }.map { "\(file.path): \($0) belongs to \(HouseTable.shimOwners[$0] ?? "nobody")" }
    }
  }

  static func length(_ files: [SourceFile]) -> [String] {
    files.compactMap { file in
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      return lines > longestFile ? "\(file.path): \(lines) lines, more than \(longestFile)" : nil
    }
  }

  /// A file is named after a type (or free function) it declares, or after the type it extends and what with.
  static func names(_ files: [SourceFile]) -> [String] {
    files.compactMap { file in
      if file.name == "main" { return nil }
      let name = file.name.prefix { $0 != "+" }
      return declared(in: file).contains { $0.lowercased().hasSuffix(name.lowercased()) }
        ? nil : "\(file.path): declares nothing named \(name)"
    }
  }

  /// Names behind a declaring keyword. The match is lenient: `raiseDescriptorLimit` may live in `DescriptorLimit`.
  private static func declared(in file: SourceFile) -> [String] {
    let keywords: Set<Substring> = [
      "struct", "class", "enum", "actor", "protocol", "typealias", "extension", "func",
    ]
    return file.code.flatMap { line -> [String] in
      let words = line.split { " \t".contains($0) }
      return zip(words, words.dropFirst()).filter { keywords.contains($0.0) }
        .map { String($0.1.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) }
        .map { $0.split(separator: ".").last.map(String.init) ?? $0 }
    }
  }

  /// Libraries speak through values, not to a terminal.
  static func printing(_ files: [SourceFile]) -> [String] {
    files.filter { HouseTable.row($0.module)?.floor != .app }.flatMap { file in
      file.code.enumerated().filter { calls("print", in: $0.element) || calls("debugPrint", in: $0.element) }
        .map { "\(file.path):\($0.offset + 1): a library does not print" }
    }
  }

  private static func calls(_ function: String, in line: Substring) -> Bool {
    line.ranges(of: "\(function)(").contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !before.isLetter && !before.isNumber && before != "_" && before != "."
    }
  }

  /// What is to be done belongs into an issue.
  static func reminders(_ files: [SourceFile]) -> [String] {
    let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX:"]
    return files.flatMap { file in
      file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .filter { line in words.contains { line.element.contains($0) } }
        .map { "\(file.path):\($0.offset + 1): a reminder; open an issue instead" }
    }
  }
}

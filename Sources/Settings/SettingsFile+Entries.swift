internal import Yams

extension SettingsFile {
  /// One key with its scalar, as it stands in the file.
  struct Entry {
    var key: String
    var text: String
    var keySource: SettingSource
    var source: SettingSource
  }

  /// The file's keys and values; what is not a mapping of scalars is a problem.
  func entries(_ problems: inout [SettingsProblem]) -> [Entry] {
    guard let root = root(&problems) else { return [] }
    if root.isNull { return [] }
    guard let mapping = root.mapping else {
      problems.append(
        SettingsProblem(
          source: source(root.mark), fault: "the file is not a mapping",
          mend: "write one `name: value` a line"))
      return []
    }
    var entries: [Entry] = []
    for (key, value) in mapping {
      let place = source(key.mark)
      guard let name = key.scalar?.string else {
        problems.append(
          SettingsProblem(source: place, fault: "a key is not a word", mend: "write `name: value`"))
        continue
      }
      guard let text = value.scalar?.string, !value.isNull else {
        problems.append(
          SettingsProblem(
            source: source(value.mark ?? key.mark),
            fault: value.isNull ? "\(name) has no value" : "\(name) is a list or a mapping, not one value",
            mend: "give it one value, or remove the key"))
        continue
      }
      entries.append(
        Entry(key: name, text: text, keySource: place, source: source(value.mark ?? key.mark)))
    }
    return entries
  }

  private func root(_ problems: inout [SettingsProblem]) -> Node? {
    do {
      return try compose(yaml: text)
    } catch let error as YamlError {
      problems.append(problem(error))
    } catch {
      problems.append(
        SettingsProblem(
          source: source(nil), fault: "not YAML: \(error)", mend: "write one `name: value` a line"))
    }
    return nil
  }

  private func problem(_ error: YamlError) -> SettingsProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      SettingsProblem(
        source: source(mark), fault: "not YAML: \(problem)", mend: "write one `name: value` a line")
    case .duplicatedKeysInMapping(let duplicates, let context):
      SettingsProblem(
        source: source(context.mark), fault: "given more than once: \(duplicates.joined(separator: ", "))",
        mend: "keep one of them")
    default:
      SettingsProblem(
        source: source(nil), fault: "not YAML: \(error)", mend: "write one `name: value` a line")
    }
  }

  private func source(_ mark: Mark?) -> SettingSource {
    .file(name, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension Node {
  /// Empty, `~` or `null`, unquoted.
  fileprivate var isNull: Bool { tag == Tag(.null) }
}

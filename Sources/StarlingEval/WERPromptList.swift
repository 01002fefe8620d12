import Foundation

/// The telephone prompts of Debian's `asterisk-core-sounds-en-wav`, with their texts from
/// `asterisk-core-sounds-en`.
struct WERPromptList: Sendable {
  /// The folder of the WAV files.
  var sounds = "/usr/share/asterisk/sounds/en"
  /// `name: text`, a prompt a line, comments after `;`.
  var texts = "/usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz"

  /// `count` prompts spread evenly over the sorted names; all there are when they are fewer.
  func choose(_ count: Int) throws(WERFailure) -> [WERPrompt] {
    let all = try usable()
    guard count < all.count else { return all }
    return (0..<count).map { all[$0 * all.count / count] }
  }

  /// The prompts that are whole phrases of plain words, by name.
  func usable() throws(WERFailure) -> [WERPrompt] {
    let prompts = try Self.parse(readTexts(), sounds: sounds)
      .filter { Self.isUsable($0.text) && FileManager.default.fileExists(atPath: $0.path) }
      .sorted { $0.name < $1.name }
    guard !prompts.isEmpty else { throw WERFailure("no usable prompts in \(sounds): \(Self.advice)") }
    return prompts
  }

  static func parse(_ list: String, sounds: String) -> [WERPrompt] {
    list.split(separator: "\n").compactMap { line in
      guard !line.hasPrefix(";"), let colon = line.firstIndex(of: ":") else { return nil }
      let name = line[..<colon].trimmingCharacters(in: .whitespaces)
      let text = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return WERPrompt(name: name, text: text.lowercased(), path: "\(sounds)/\(name).wav")
    }
  }

  /// Digits have several spoken forms, brackets describe sounds, and one or two words make no sentence.
  static func isUsable(_ text: String) -> Bool {
    guard !text.contains(where: { $0.isNumber || "[]()<>{}".contains($0) }) else { return false }
    return text.split(separator: " ").count >= 3
  }

  private func readTexts() throws(WERFailure) -> String {
    guard FileManager.default.fileExists(atPath: texts) else {
      throw WERFailure("no \(texts): \(Self.advice)")
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-dc", texts]
    process.standardOutput = output
    do {
      try process.run()
      let data = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self)
    } catch {
      throw WERFailure("cannot unpack \(texts): \(error.localizedDescription)")
    }
  }

  private static let advice = "install asterisk-core-sounds-en and asterisk-core-sounds-en-wav"
}

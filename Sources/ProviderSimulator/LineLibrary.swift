import Foundation
import Recording

/// Everything that callers may say.
struct LineLibrary: Sendable {
  let lines: [KnownLine]

  /// - Parameter folders: each has a `script.json` with its audio beside it, or has such folders in it.
  init(folders: [String]) throws(SimulatorError) {
    var lines: [KnownLine] = []
    for folder in folders { lines += try Self.read(folder) }
    self.lines = lines
  }

  init(lines: [KnownLine]) { self.lines = lines }

  private static func read(_ folder: String) throws(SimulatorError) -> [KnownLine] {
    let files = FileManager.default
    if files.fileExists(atPath: "\(folder)/script.json") { return try script(folder) }
    guard let names = try? files.contentsOfDirectory(atPath: folder) else {
      throw .lines("there is no folder \(folder)")
    }
    var lines: [KnownLine] = []
    for name in names.sorted() where files.fileExists(atPath: "\(folder)/\(name)/script.json") {
      lines += try script("\(folder)/\(name)")
    }
    guard !lines.isEmpty else { throw .lines("\(folder) holds no script.json") }
    return lines
  }

  private static func script(_ folder: String) throws(SimulatorError) -> [KnownLine] {
    guard let data = FileManager.default.contents(atPath: "\(folder)/script.json"),
      let object = JSONText.object(Array(data)), let entries = object["lines"] as? [[String: Any]]
    else { throw .lines("\(folder)/script.json has no lines") }
    var lines: [KnownLine] = []
    for entry in entries {
      guard let audio = entry["audio"] as? String, let text = entry["text"] as? String else {
        throw .lines("\(folder)/script.json has a line without audio or text")
      }
      do throws(WAVError) {
        let sound = try WAVReader.read(path: "\(folder)/\(audio)")
        lines.append(KnownLine(text: text, samples: sound.samples, rate: sound.rate))
      } catch {
        throw .lines("\(folder)/\(audio): \(error)")
      }
    }
    return lines
  }
}

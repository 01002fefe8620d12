internal import Foundation

/// What a scripted caller says, line by line, and how it ends the call.
///
/// A folder with `script.json` and the WAV files it names.
public struct CallerScript: Sendable, Codable, Equatable {
  public enum Ending: String, Sendable, Codable {
    /// Stay on the line until the agent hangs up.
    case wait
    /// Hang up after the agent has answered the last line.
    case hangUp = "hang_up"
  }

  public struct Line: Sendable, Codable, Equatable {
    /// A WAV file beside the script, mono, 8 kHz or more.
    public var audio: String
    /// The words in it.
    public var text: String
  }

  public var from: String
  public var to: String
  public var lines: [Line]
  public var ending: Ending

  /// Reads `folder/script.json`.
  public static func load(folder: String) throws(SimulatorError) -> CallerScript {
    let path = "\(folder)/script.json"
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
    do {
      let script = try JSONDecoder().decode(CallerScript.self, from: data)
      guard !script.lines.isEmpty else { throw SimulatorError.badScript(path, "it has no lines") }
      return script
    } catch let error as SimulatorError {
      throw error
    } catch {
      throw .badScript(path, "\(error)")
    }
  }
}

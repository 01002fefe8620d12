import ArgumentParser
import CallStory
import EventLog
import Foundation
import Settings

/// Draws a recorded call.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Draw a call: in the terminal, and as an SVG file.",
    discussion: """
      CALL is an event log, or the id of a call whose log is in the data folder (calls keep one with --event-log).

      EXAMPLES
        starling show demo/call.events
        starling show --svg call.svg 0197a3c2-7b1e-7abc-8def-0123456789ab
        starling show --width 200 demo/call.events | less -R
      """)

  @Argument(help: "The event log, or a call's id.") var call: String
  @Option(help: ArgumentHelp("Where to write the picture; - for standard output alone.", valueName: "FILE"))
  var svg: String?
  @Option(help: "Columns of the drawing; the terminal's own without it.") var width: Int?
  @Flag(help: "Letters and signs of ASCII alone.") var plain = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let replayed = try ReplayedCall(call, settings: try ServerAssembly.settings(flags))
    let picture = CallPicture(replayed.story).svg
    if svg == "-" { return FileHandle.standardOutput.write(Data(picture.utf8)) }
    let path = svg ?? "\(replayed.log.header.call).svg"
    do {
      try picture.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw CommandFailure.failed("cannot write \(path): \(error.localizedDescription)")
    }
    var style = Terminal.drawingStyle(columns: width)
    if plain { style.usesUnicode = false }
    FileHandle.standardOutput.write(Data(CallStrip(replayed.story, style: style).text.utf8))
    Terminal.say("\(replayed.verdict)\npicture: \(path)")
    if let difference = replayed.difference { throw CommandFailure.failed(difference) }
  }
}

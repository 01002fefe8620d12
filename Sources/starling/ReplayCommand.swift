import ArgumentParser
import Audio
import CallEngine
import CallStory
import EventLog
import Foundation
import Recording
import Settings

/// Runs a recorded call again.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a call again from its event log, and compare.",
    discussion: """
      FILE is an event log, or the id of a call whose log is in the data folder (calls keep one with --event-log).
      The call runs in virtual time, through the code that ran it, and must do the same: every event, every effect and
      every byte of audio.

      EXAMPLES
        starling replay demo/call.events
        starling replay --explain 0197a3c2-7b1e-7abc-8def-0123456789ab
        starling replay --audio both.wav demo/call.events

      EXIT CODES
        0  identical   1  it did something else; the first difference is printed   2  the log cannot be read
      """)

  @Argument(help: "The event log, or a call's id.") var file: String
  @Flag(help: "Tell turn by turn why it waited, spoke or stopped.") var explain = false
  @Option(help: ArgumentHelp("Write both sides as a stereo WAV file.", valueName: "FILE")) var audio: String?
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let replayed = try ReplayedCall(file, settings: try ServerAssembly.settings(flags))
    if explain { Terminal.say(replayed.story.explanation) }
    if let audio { try writeAudio(replayed.result, to: audio) }
    Terminal.say(replayed.verdict)
    if let difference = replayed.difference { throw CommandFailure.failed(difference) }
  }

  private func writeAudio(_ result: ReplayResult, to path: String) throws {
    do throws(RecordingError) {
      let recording = try StereoRecording(path: path, rate: result.rate)
      try recording.append(left: result.caller.span, right: result.agent.span)
      if let failure = recording.close().failure { throw failure }
    } catch {
      throw CommandFailure.failed("cannot write \(path): \(error)")
    }
  }
}

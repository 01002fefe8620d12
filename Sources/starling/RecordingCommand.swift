import ArgumentParser
import Audio
import Foundation
import KeyRing
import Privacy
import Settings

struct RecordingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recording", abstract: "Work with recordings of calls.", subcommands: [Decrypt.self])

  struct Decrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a WAV file of an encrypted recording.",
      discussion: """
        Needs the data folder with its keys and the master key. Of a call that was cut off by a crash, or is still
        going on, what there is comes out.

        EXAMPLES
          starling recording decrypt data/recordings/0197a3c2-….wav.enc -o call.wav
        """)

    @Argument(help: "The encrypted recording.") var file: String
    @Option(name: .shortAndLong, help: "The WAV file to make; there must be none.") var output: String
    @Option(help: "The call's id, when the file has another name.") var call: String?
    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() throws {
      let settings = try ServerAssembly.settings(flags)
      let id = try call.map { text in
        guard let id = CallID(text) else { throw CommandFailure.misconfigured("\"\(text)\" is no call's id") }
        return id
      }
      guard FileManager.default.fileExists(atPath: "\(settings.dataDirectory)/keys") else {
        throw CommandFailure.misconfigured("there are no keys in the data folder \(settings.dataDirectory)")
      }
      let ring = try MasterKeyring.open(settings)
      do throws(PrivacyError) {
        let result = try RecordingDecryption.run(file, to: output, ring: ring, call: id)
        if result.isCut { Terminal.complain("warning: the recording has no end; the rest was never written") }
        Terminal.say("\(output): \(result.bytes) bytes")
      } catch {
        throw CommandFailure.failed("\(error)")
      }
    }
  }
}

import AgentFiles
import ArgumentParser
import Foundation
import Settings

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check libraries, models, ports and limits, and say how to mend what is wrong.",
    discussion: "Exit code 1 when a check failed; warnings alone leave it 0.")

  @Flag(help: "Print JSON.") var json = false
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let settings = try ServerAssembly.settings(flags)
    var doctor = Doctor(settings, probes: .system)
    doctor.agentFault = { path in
      do throws(AgentFileError) {
        _ = try AgentFile.load(path)
        return nil
      } catch {
        return "\(error)"
      }
    }
    doctor.further.append(MasterKeyring.check(settings))
    doctor.further.append(TelemetryAssembly.check(settings))
    doctor.further += CloudAssembly.checks(settings).map { check in { @Sendable in check } }
    let report = doctor.examine()
    Terminal.say(json ? report.json : report.table)
    if report.exitCode != 0 { Terminal.exit(report.exitCode) }
  }
}

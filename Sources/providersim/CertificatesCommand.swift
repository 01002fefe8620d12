import ArgumentParser
import ProviderSimulator

struct CertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificates",
    abstract:
      "Make an authority (ca.pem), a server's certificate (server.pem) and an expired one (expired.pem).",
    discussion: "Uses openssl. For localhost and 127.0.0.1; good for a year. Clients trust ca.pem.")

  @Argument(help: "The folder to write to; it is made.") var folder: String

  func run() throws {
    do throws(SimulatorError) {
      try TestCertificates.write(to: folder)
    } catch {
      throw ValidationError(error.description)
    }
  }
}

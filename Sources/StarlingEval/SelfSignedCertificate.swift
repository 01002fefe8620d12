import Foundation

/// A certificate for loopback that nobody trusts, good for a day.
struct SelfSignedCertificate {
  let certificate: String
  let key: String

  /// Has `openssl` write both, in PEM form, into `folder`.
  init(folder: String) throws(LoadFailure) {
    certificate = "\(folder)/certificate.pem"
    key = "\(folder)/key.pem"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
      "-out",
      certificate,
    ]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw LoadFailure("cannot run openssl: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw LoadFailure("openssl made no certificate (exit code \(process.terminationStatus))")
    }
  }
}

import Foundation

/// An authority of one's own with a good and an expired certificate for loopback.
public enum TestCertificates {
  /// Has `openssl` write `ca.pem`, `server.pem`, `server-key.pem`, `expired.pem` and `expired-key.pem`.
  public static func write(to folder: String) throws(SimulatorError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try configuration(folder).write(toFile: "\(folder)/openssl.cnf", atomically: true, encoding: .utf8)
      try "".write(toFile: "\(folder)/index.txt", atomically: true, encoding: .utf8)
      try "01".write(toFile: "\(folder)/serial.txt", atomically: true, encoding: .utf8)
    } catch {
      throw .certificate("cannot write to \(folder): \(error.localizedDescription)")
    }
    try openssl(
      ["req", "-x509", "-days", "3650", "-subj", "/CN=Starling simulated authority"]
        + newKey(folder, "ca-key")
        + ["-out", "\(folder)/ca.pem", "-addext", "basicConstraints=critical,CA:TRUE"])
    let format = DateFormatter()
    format.dateFormat = "yyyyMMddHHmmss'Z'"
    format.timeZone = TimeZone(identifier: "UTC")
    let day = 86_400.0
    func date(_ days: Double) -> String { format.string(from: Date(timeIntervalSinceNow: days * day)) }
    for (name, from, until) in [("server", -1.0, 365.0), ("expired", -30, -2)] {
      try openssl(
        ["req", "-subj", "/CN=localhost"] + newKey(folder, "\(name)-key") + ["-out", "\(folder)/\(name).csr"])
      try openssl([
        "ca", "-batch", "-config", "\(folder)/openssl.cnf", "-notext", "-startdate", date(from), "-enddate",
        date(until), "-in", "\(folder)/\(name).csr", "-out", "\(folder)/\(name).pem",
      ])
    }
    // What openssl keeps for itself.
    for name in [
      "openssl.cnf", "index.txt", "index.txt.attr", "index.txt.old", "index.txt.attr.old", "serial.txt",
      "serial.txt.old", "server.csr", "expired.csr", "01.pem", "02.pem",
    ] {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  private static func newKey(_ folder: String, _ name: String) -> [String] {
    [
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
      "\(folder)/\(name).pem",
    ]
  }

  private static func configuration(_ folder: String) -> String {
    """
    [ca]
    default_ca = own
    [own]
    database = \(folder)/index.txt
    serial = \(folder)/serial.txt
    new_certs_dir = \(folder)
    certificate = \(folder)/ca.pem
    private_key = \(folder)/ca-key.pem
    default_md = sha256
    policy = any
    x509_extensions = server
    unique_subject = no
    [any]
    commonName = supplied
    [server]
    basicConstraints = CA:FALSE
    extendedKeyUsage = serverAuth
    subjectAltName = DNS:localhost,DNS:*.localhost,IP:127.0.0.1,IP:::1
    """
  }

  private static func openssl(_ arguments: [String]) throws(SimulatorError) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw .certificate("cannot run openssl: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw .certificate("openssl \(arguments.first ?? "") ended with \(process.terminationStatus)")
    }
  }
}

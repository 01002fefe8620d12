import Foundation

/// A self-signed certificate for localhost, made by the openssl command for one test.
final class TestCertificate {
  struct OpenSSLFailed: Error {}

  let certificatePath: String
  let keyPath: String
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "starling-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificatePath = folder.appending(path: "certificate.pem").path
    keyPath = folder.appending(path: "key.pem").path
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "2",
      "-subj", "/CN=localhost", "-keyout", keyPath, "-out", certificatePath,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    guard openssl.terminationStatus == 0 else { throw OpenSSLFailed() }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

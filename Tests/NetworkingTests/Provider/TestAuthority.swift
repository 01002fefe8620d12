import Foundation

/// A certificate authority with a server's certificate for localhost, made by the openssl command for one test.
final class TestAuthority {
  struct OpenSSLFailed: Error {}

  let path: String
  let identity: (certificatePath: String, keyPath: String)
  private let folder: URL

  /// - Parameter expired: the server's certificate was good until yesterday.
  /// - Parameter name: whom the certificate is for.
  init(expired: Bool = false, name: String = "localhost") throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("starling-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let folder = folder
    func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
    path = file("authority.pem")
    identity = (file("server.pem"), file("server.key"))
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    try Self.openssl(
      ["req", "-x509"] + curve + [
        "-days", "2", "-subj", "/CN=Test authority", "-keyout", file("authority.key"), "-out", path,
      ])
    try Self.openssl(
      ["req", "-new"] + curve + [
        "-subj", "/CN=\(name)", "-keyout", identity.keyPath, "-out", file("request.pem"),
      ])
    try Data("subjectAltName=DNS:\(name)\n".utf8).write(to: folder.appendingPathComponent("extensions"))
    try Self.openssl([
      "x509", "-req", "-in", file("request.pem"), "-CA", path, "-CAkey", file("authority.key"),
      "-CAcreateserial", "-extfile", file("extensions"), "-days", expired ? "-1" : "2", "-out",
      identity.certificatePath,
    ])
  }

  private static func openssl(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw OpenSSLFailed() }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

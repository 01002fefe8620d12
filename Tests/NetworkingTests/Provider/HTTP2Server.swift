import Foundation

/// Debian's nghttpd (package nghttp2-server) over TLS on loopback: a real HTTP/2 server for one test. Serves the
/// files of a folder.
final class HTTP2Server {
  struct NotStarted: Error {}

  let port: Int
  private let process = Process()
  private let folder: URL

  var url: String { "https://localhost:\(port)" }

  init(_ identity: (certificatePath: String, keyPath: String), options: [String] = []) throws {
    port = try ScriptedServer.freePort()
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("starling-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("hello over two\n".utf8).write(to: folder.appendingPathComponent("hello.txt"))
    try Data(repeating: 0x78, count: 3_000_000).write(to: folder.appendingPathComponent("large.bin"))
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["nghttpd", "--address=127.0.0.1", "-d", folder.path] + options + [
        "\(port)", identity.keyPath, identity.certificatePath,
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let port = port
    guard waitUntil({ ScriptedConnection(to: port) != nil || !process.isRunning }), process.isRunning else {
      throw NotStarted()
    }
  }

  /// Has the server hang without a word, as behind a network that died, and wake again.
  func pause() { kill(process.processIdentifier, SIGSTOP) }
  func resume() { kill(process.processIdentifier, SIGCONT) }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }
}

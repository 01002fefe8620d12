import Foundation
import Glibc

/// A PostgreSQL server with a data folder and a port of its own; stopped and removed with its last owner.
final class PostgresServer: Sendable {
  private static let programs = "/usr/lib/postgresql/15/bin"

  /// Holds the data folder `data`, the log and the socket; the server's user owns it.
  let folder: String
  let port: Int
  private let parameters: [String]

  /// Makes the data folder and starts the server.
  ///
  /// - Parameters:
  ///   - folder: an empty one, for example of a small file system; one of its own when not given.
  ///   - parameters: `name=value`, as in `postgresql.conf`.
  ///   - walSegment: megabytes of a file of its write-ahead log, a power of two.
  init(folder: String? = nil, parameters: [String] = ["fsync=off"], walSegment: Int = 16) throws {
    self.folder = folder ?? NSTemporaryDirectory() + "starling-postgres-" + UUID().uuidString
    port = try Self.freePort()
    self.parameters = parameters
    try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
    if getuid() == 0 { try Self.run("/usr/bin/chown", ["postgres", self.folder]) }
    try server(
      "initdb",
      [
        "-D", "\(self.folder)/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
        "--wal-segsize=\(walSegment)",
      ])
    try start()
  }

  deinit { remove() }

  func start() throws {
    let places = ["listen_addresses=127.0.0.1"] + parameters
    try server(
      "pg_ctl",
      [
        "-D", "\(folder)/data", "-w", "-l", "\(folder)/log", "-o",
        "-p \(port) -k \(folder) " + places.map { "-c \($0)" }.joined(separator: " "), "start",
      ])
  }

  /// As a crash would.
  func stop() throws { try server("pg_ctl", ["-D", "\(folder)/data", "-w", "-m", "immediate", "stop"]) }

  var isRunning: Bool { (try? server("pg_ctl", ["-D", "\(folder)/data", "status"])) != nil }

  func remove() {
    try? stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  func url(_ database: String, user: String = "postgres", port: Int? = nil) -> String {
    "postgres://\(user)@127.0.0.1:\(port ?? self.port)/\(database)"
  }

  /// Runs SQL past the store, and gives what it says.
  @discardableResult
  func sql(_ script: String, in database: String = "postgres") throws -> String {
    try Self.run(
      "\(Self.programs)/psql", ["-qXAt", "-v", "ON_ERROR_STOP=1", "-d", url(database), "-c", script])
  }

  /// A database of its own for a test.
  func makeDatabase() throws -> String {
    let name = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
    try sql("CREATE DATABASE \(name)")
    return name
  }

  /// Puts a file into the data folder that only the server's user may read: keys, `pg_hba.conf`.
  func write(_ text: String, to name: String) throws {
    let path = "\(folder)/data/\(name)"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    if getuid() == 0 { try Self.run("/usr/bin/chown", ["postgres", path]) }
  }

  private func server(_ program: String, _ arguments: [String]) throws {
    let path = "\(Self.programs)/\(program)"
    // The server refuses to run as root.
    if getuid() == 0 {
      try Self.run("/usr/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
    } else {
      try Self.run(path, arguments)
    }
  }

  /// One that nobody listens on now.
  private static func freePort() throws -> Int {
    for _ in 0..<100 {
      let port = Int.random(in: 20_000...31_000)
      let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(probe) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
      let isFree = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      if isFree { return port }
    }
    throw Failure(command: "bind", text: "no port is free")
  }

  @discardableResult
  private static func run(_ path: String, _ arguments: [String]) throws -> String {
    // Not Foundation's `Process`: it waits for a descriptor that the server inherits and keeps open.
    let file = NSTemporaryDirectory() + "starling-run-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: file) }
    // In the root folder: the server's user may not enter the tests'.
    // Sound: the strings live until the program was started, which copies them.
    let words = unsafe (["env", "-C", "/", path] + arguments).map { unsafe strdup($0) } + [nil]
    defer {
      for place in unsafe words.indices { unsafe free(words[place]) }
    }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, file, O_CREAT | O_WRONLY, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var process: pid_t = 0
    guard unsafe posix_spawn(&process, "/usr/bin/env", &actions, nil, words, environ) == 0 else {
      throw Failure(command: path, text: "cannot be started")
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    guard status == 0 else { throw Failure(command: path, text: text) }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  struct Failure: Error {
    var command: String
    var text: String
  }
}

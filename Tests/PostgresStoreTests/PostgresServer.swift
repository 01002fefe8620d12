import Foundation
import Glibc

/// A PostgreSQL server for the tests: data folder and port of its own, stopped when the process ends.
final class PostgresServer: Sendable {
  /// Started once, by the first test that needs it.
  static let shared = Result { try PostgresServer() }

  private static let programs = "/usr/lib/postgresql/15/bin"

  let folder: String
  let port: Int

  private init() throws {
    folder = NSTemporaryDirectory() + "starling-postgres-" + UUID().uuidString
    port = Int.random(in: 20_000...40_000)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    if getuid() == 0 { try Self.run("/usr/bin/chown", ["postgres", folder]) }
    try server(
      "initdb", ["-D", "\(folder)/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
    try start()
    atexit {
      if case .success(let server) = PostgresServer.shared {
        try? server.stop()
        try? FileManager.default.removeItem(atPath: server.folder)
      }
    }
  }

  func start() throws {
    try server(
      "pg_ctl",
      [
        "-D", "\(folder)/data", "-w", "-l", "\(folder)/log", "-o",
        "-p \(port) -k \(folder) -c listen_addresses=127.0.0.1 -c fsync=off", "start",
      ])
  }

  /// As a crash would.
  func stop() throws { try server("pg_ctl", ["-D", "\(folder)/data", "-w", "-m", "immediate", "stop"]) }

  func url(_ database: String, user: String = "postgres") -> String {
    "postgres://\(user)@127.0.0.1:\(port)/\(database)"
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

  private func server(_ program: String, _ arguments: [String]) throws {
    let path = "\(Self.programs)/\(program)"
    // The server refuses to run as root.
    if getuid() == 0 {
      try Self.run("/usr/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
    } else {
      try Self.run(path, arguments)
    }
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

internal import Foundation

/// What a process has used so far, from `/proc`.
public struct ProcessSample: Sendable, Equatable {
  /// User and system time, in seconds.
  public var cpuSeconds: Double
  public var residentBytes: Int

  /// - Parameter process: its id; nil: this one. Nil when there is no such process.
  public static func take(of process: Int32?) -> ProcessSample? {
    let folder = process.map { "/proc/\($0)" } ?? "/proc/self"
    guard let stat = text("\(folder)/stat"), let status = text("\(folder)/status") else { return nil }
    return ProcessSample(
      stat: stat, status: status, ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))))
  }

  /// Reads the texts of `/proc/PID/stat` and `/proc/PID/status` (proc(5)).
  init?(stat: String, status: String, ticksPerSecond: Double) {
    // The command's name may hold spaces and brackets; what follows its last bracket is numbers.
    guard let end = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
      return nil
    }
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let size = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first,
      let kibi = Int(size)
    else { return nil }
    cpuSeconds = (user + system) / ticksPerSecond
    residentBytes = kibi * 1_024
  }

  private static func text(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let data = try? file.readToEnd() else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}

internal import Foundation

/// How much of the machine's processors the process may use.
enum ProcessorBudget {
  /// The processors that the affinity mask names, or what a control group leaves of them (cgroup v2, `cpu.max`).
  static var cores: Double {
    let all = Double(allowed)
    guard let limit = try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8) else {
      return all
    }
    return min(all, quota(limit) ?? all)
  }

  /// Processors that this process may run on: its affinity mask, as Linux shows it. At least 1.
  static let allowed: Int = {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return mask(status) ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
  }()

  /// How many bits are set in the line `Cpus_allowed:` of a process's status: hexadecimal words with commas between.
  static func mask(_ status: String) -> Int? {
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) else {
      return nil
    }
    let digits = line.drop { $0 != ":" }.dropFirst().filter { !$0.isWhitespace && $0 != "," }
    var count = 0
    for digit in digits {
      guard let value = digit.hexDigitValue else { return nil }
      count += value.nonzeroBitCount
    }
    return count > 0 ? count : nil
  }

  /// `QUOTA PERIOD` in microseconds; `max PERIOD` when there is no limit.
  static func quota(_ text: String) -> Double? {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), period > 0, quota > 0
    else {
      return nil
    }
    return quota / period
  }
}

internal import Foundation
internal import Glibc

/// What the system says of this process, under the names that Prometheus' client libraries use.
///
/// Read from `/proc/self` (proc(5)). A figure that cannot be read is left out.
public enum ProcessFigures {
  public static func families() -> [MetricFamily] {
    let fields = statFields()
    let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
    var families: [MetricFamily] = []
    if let fields, let user = fields[14], let system = fields[15] {
      families.append(
        .counter(
          "process_cpu_seconds", "User and system processor time.", [MetricSample((user + system) / ticks)]))
    }
    if let threads = fields?[20] {
      families.append(.gauge("process_threads", "Threads that live.", threads))
    }
    if let pages = fields?[24] {
      families.append(
        .gauge(
          "process_resident_memory_bytes", "Resident memory.", pages * Double(sysconf(Int32(_SC_PAGESIZE)))))
    }
    if let size = fields?[23] {
      families.append(.gauge("process_virtual_memory_bytes", "Virtual memory.", size))
    }
    if let started = fields?[22], let boot = bootTime() {
      families.append(
        .gauge(
          "process_start_time_seconds", "When the process started, since 1970.", boot + started / ticks))
    }
    if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
      // One of them is the listing itself.
      families.append(.gauge("process_open_fds", "Open file descriptors.", max(0, open - 1)))
    }
    if let limit = descriptorLimit() {
      families.append(.gauge("process_max_fds", "Most file descriptors that may be open.", limit))
    }
    return families
  }

  /// The fields of `/proc/self/stat` by their number in proc(5), from 3 on; the second is a name that may hold
  /// spaces and brackets, so the count begins behind its last bracket.
  private static func statFields() -> [Int: Double]? {
    guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
      let bracket = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: bracket)...].split { $0 == " " || $0 == "\n" }
    return Dictionary(
      uniqueKeysWithValues: fields.enumerated().compactMap { position, field in
        Double(field).map { (position + 3, $0) }
      })
  }

  private static func bootTime() -> Double? {
    guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
      return Double(line.dropFirst(6))
    }
    return nil
  }

  private static func descriptorLimit() -> Double? {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    return Double(limit.rlim_cur)
  }
}

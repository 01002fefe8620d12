internal import Drawing

/// The machine that figures were measured on.
public struct MachineDescription: Equatable, Sendable {
  public var processor: String
  public var cores: Int
  public var memoryGiB: Double
  public var kernel: String

  /// - Parameters:
  ///   - cpuinfo: the text of `/proc/cpuinfo`.
  ///   - meminfo: the text of `/proc/meminfo`.
  ///   - kernel: the text of `/proc/sys/kernel/osrelease`.
  public init(cpuinfo: String, meminfo: String, kernel: String) {
    let lines = cpuinfo.split(separator: "\n")
    processor = lines.lazy.compactMap { Self.value(of: "model name", in: $0) }.first ?? "unknown processor"
    cores = lines.count { Self.value(of: "processor", in: $0) != nil }
    let total = meminfo.split(separator: "\n").lazy.compactMap { Self.value(of: "MemTotal", in: $0) }.first
    memoryGiB = (total?.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1_048_576
    self.kernel = kernel.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? "unknown"
  }

  public var text: String {
    "\(processor), \(cores) \(cores == 1 ? "core" : "cores"), \(Fixed.text(memoryGiB, digits: 0)) GiB, Linux \(kernel)"
  }

  private static func value(of name: String, in line: Substring) -> String? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let words = { (text: Substring) in text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    return words(line[..<colon]) == name ? words(line[line.index(after: colon)...]) : nil
  }
}

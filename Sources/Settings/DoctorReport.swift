/// All that `starling doctor` found.
public struct DoctorReport: Sendable {
  public let checks: [DoctorCheck]

  public init(checks: [DoctorCheck]) { self.checks = checks }

  /// 1 when anything failed; warnings do not count.
  public var exitCode: Int32 { checks.contains { $0.status == .fail } ? 1 : 0 }

  /// A line for each check, its mend below it, and the sum.
  public var table: String {
    let rows = TextTable.lay(
      [["", "check", "found"]] + checks.map { [$0.status.rawValue, $0.name, $0.detail] }
    ).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let indent = "      "
    var lines = [rows[0]]
    for (check, row) in zip(checks, rows.dropFirst()) {
      lines.append(row)
      if let mend = check.mend { lines.append("\(indent)-> \(mend)") }
    }
    return (lines + ["", summary]).joined(separator: "\n")
  }

  public var json: String {
    JSONText.of(Document(checks: checks, failed: count(.fail), warned: count(.warn)))
  }

  private struct Document: Encodable {
    let checks: [DoctorCheck]
    let failed: Int
    let warned: Int
  }

  private var summary: String {
    let failed = count(.fail)
    let warned = count(.warn)
    if failed == 0 && warned == 0 { return "All \(checks.count) checks are fine." }
    return "\(failed) failed, \(warned) to look at, \(count(.ok)) fine."
  }

  private func count(_ status: DoctorCheck.Status) -> Int { checks.count { $0.status == status } }
}

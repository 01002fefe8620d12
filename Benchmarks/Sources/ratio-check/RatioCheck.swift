import Foundation
import RatioReport

/// `ratio-check THRESHOLDS RESULTS...`: prints every benchmark beside its floor, of several results the lowest ratio;
/// exit code 1 when one is missed.
@main enum RatioCheck {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { fail("usage: ratio-check THRESHOLDS RESULTS...", code: 2) }
    do {
      let thresholds = try Threshold.read(try String(contentsOfFile: arguments[1], encoding: .utf8))
      let runs = try arguments[2...].map { path in
        try Timing.read(try Data(contentsOf: URL(fileURLWithPath: path)))
      }
      let report = RatioReport(runs: runs, thresholds)
      print(report.table)
      guard report.passes else { exit(1) }
    } catch {
      fail("\(error)", code: 2)
    }
  }

  private static func fail(_ text: String, code: Int32) -> Never {
    FileHandle.standardError.write(Data("ratio-check: \(text)\n".utf8))
    exit(code)
  }
}

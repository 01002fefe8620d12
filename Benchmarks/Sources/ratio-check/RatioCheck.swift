import Foundation
import RatioReport

/// `ratio-check RESULTS THRESHOLDS`: prints every benchmark beside its floor; exit code 1 when a ratio is missed.
@main enum RatioCheck {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { fail("usage: ratio-check RESULTS THRESHOLDS", code: 2) }
    do {
      let results = try Data(contentsOf: URL(fileURLWithPath: arguments[1]))
      let thresholds = try String(contentsOfFile: arguments[2], encoding: .utf8)
      let report = RatioReport(try Measurement.read(results), try Threshold.read(thresholds))
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

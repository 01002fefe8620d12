import Foundation
import LoadReport
import Testing

@Suite("callsim's result")
struct CallsimResultTests {
  private func read(_ json: String) throws -> CallsimResult { try CallsimResult(parsing: Data(json.utf8)) }

  @Test("numbers are found by name, also inside objects, and the rest is passed over")
  func lenient() throws {
    let result = try read(
      #"{"framesSent": 12, "passed": true, "codec": "PCMU", "engine": {"cores": 0.5}, "list": [1], "none": null}"#
    )
    #expect(result.framesSent == 12)
    #expect(result["engine.cores"] == 0.5)
    #expect(result["codec"] == nil && result["list"] == nil && result["none"] == nil)
    #expect(result.engineCores == nil)
  }

  @Test("what is no object is refused", arguments: ["", "[]", "3", "{", "\"x\"", "null"])
  func refused(json: String) {
    #expect(throws: LoadReportError.self) { try read(json) }
  }

  @Test(
    "a callsim that was itself too slow says so",
    arguments: [(#"{"valid": false}"#, false), (#"{"valid": true}"#, true), ("{}", true)])
  func validity(json: String, isValid: Bool) throws {
    #expect(try read(json).isValid == isValid)
  }
}

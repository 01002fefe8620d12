import Foundation
import SileroVAD
import Testing

@Suite("Silero model")
struct SileroModelTests {
  @Test("the library says a version that can be used")
  func version() throws { #expect(try LoadedSilero.model().libraryVersion.hasPrefix("1.")) }

  @Test("a missing library is named, with the mend")
  func missingLibrary() throws {
    let error = #expect(throws: SileroError.self) {
      try SileroModel(
        libraryDirectory: "/nowhere", modelFile: "\(LoadedSilero.models)/silero/silero_vad.onnx")
    }
    guard case .libraryMissing("/nowhere", _) = try #require(error) else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    #expect(error?.description.contains("make setup") == true)
  }

  @Test("a missing model is named, with the mend")
  func missingModel() throws {
    let error = #expect(throws: SileroError.self) {
      try SileroModel(libraryDirectory: "\(LoadedSilero.models)/lib", modelFile: "/nowhere/silero_vad.onnx")
    }
    guard case .modelUnusable("/nowhere/silero_vad.onnx", _) = try #require(error) else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    #expect(error?.description.contains("make setup") == true)
  }

  @Test("a torn or foreign model file is refused", arguments: [0, 1, 100, 5_000, 1_000_000])
  func tornModel(length: Int) throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: "\(LoadedSilero.models)/silero/silero_vad.onnx"))
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("torn-\(length)-\(UUID()).onnx")
    try whole.prefix(length).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let error = #expect(throws: SileroError.self) {
      try SileroModel(libraryDirectory: "\(LoadedSilero.models)/lib", modelFile: file.path)
    }
    guard case .modelUnusable = try #require(error) else {
      Issue.record("it was \(String(describing: error))")
      return
    }
  }
}

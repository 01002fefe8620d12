import EmbeddedSpeech
import Foundation
import Providers
import Testing

@Suite("Embedded speech")
struct EmbeddedSpeechTests {
  @Test("a directory without models is reported with the mend")
  func noDirectory() {
    expectMisconfigured("/nowhere/at/all", mentions: "/nowhere/at/all")
  }

  @Test(
    "a missing file is named, with the mend",
    arguments: [
      "lib/libsherpa-onnx-c-api.so", "lib/libonnxruntime.so", "moonshine/encoder_model.ort",
      "moonshine/tokens.txt", "piper/en_US-joe-medium.onnx", "piper/tokens.txt",
    ])
  func missingFile(name: String) throws {
    let directory = try linkedModels()
    defer { try? FileManager.default.removeItem(at: directory) }
    try FileManager.default.removeItem(at: directory.appendingPathComponent(name))
    expectMisconfigured(directory.path, mentions: name)
  }

  @Test("a torn model is reported, before a library ends the process over it")
  func tornFile() throws {
    let directory = try linkedModels()
    defer { try? FileManager.default.removeItem(at: directory) }
    let model = directory.appendingPathComponent("moonshine/decoder_model_merged.ort")
    try FileManager.default.removeItem(at: model)
    try Data(count: 1000).write(to: model)
    expectMisconfigured(directory.path, mentions: "damaged")
  }

  @Test("a pace that nobody could follow is refused", arguments: [0, -1, 9, .nan, .infinity])
  func pace(pace: Double) {
    #expect(throws: ProviderError.self) {
      try EmbeddedSpeech.load(modelsDirectory: LoadedSpeech.directory, options: .init(pace: pace))
    }
  }

  @Test("what is loaded says its library's version and is idle")
  func loaded() throws {
    let speech = try LoadedSpeech.get()
    #expect(speech.libraryVersion.hasPrefix("2."))
    #expect(speech.synthesiser.sampleRate == 22_050)
    #expect(speech.pool.threads >= 2)
  }

  private func expectMisconfigured(_ path: String, mentions part: String) {
    do throws(ProviderError) {
      _ = try EmbeddedSpeech.load(modelsDirectory: path)
      Issue.record("loaded from \(path)")
    } catch {
      guard case .misconfigured(let reason) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(reason.contains(part))
      #expect(reason.contains("make setup"))
    }
  }

  /// A directory of links to the real models, to be damaged.
  private func linkedModels() throws -> URL {
    let files = FileManager.default
    let real = URL(fileURLWithPath: LoadedSpeech.directory).resolvingSymlinksInPath()
    let copy = files.temporaryDirectory.appendingPathComponent("models-\(UUID().uuidString)")
    for folder in ["lib", "moonshine", "piper"] {
      let source = real.appendingPathComponent(folder)
      let target = copy.appendingPathComponent(folder)
      try files.createDirectory(at: target, withIntermediateDirectories: true)
      for name in try files.contentsOfDirectory(atPath: source.path) {
        try files.createSymbolicLink(
          at: target.appendingPathComponent(name), withDestinationURL: source.appendingPathComponent(name))
      }
    }
    try files.createSymbolicLink(
      at: copy.appendingPathComponent("sizes.txt"),
      withDestinationURL: real.appendingPathComponent("sizes.txt"))
    return copy
  }
}

import Foundation
import SileroVAD

/// The model as `make setup` has fetched it, loaded once for all tests.
enum LoadedSilero {
  static let models = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".models").path

  private static let loaded = Result {
    try SileroModel(libraryDirectory: "\(models)/lib", modelFile: "\(models)/silero/silero_vad.onnx")
  }

  static func model() throws -> SileroModel { try loaded.get() }

  /// A question that no other index and round has: a few tones that come and go.
  static func window(_ index: Int, round: Int) -> [Float] {
    (0..<SileroBatch.questionSize).map { sample in
      let time = Double(round * 256 + sample) / 8_000
      let pitch = 110.0 + Double(index * 17 % 90)
      let loud = 0.02 * Double(index % 7) * (1 + sin(time * 20))
      return Float((1...8).reduce(0.0) { $0 + sin(2 * .pi * pitch * Double($1) * time) / Double($1) } * loud)
    }
  }
}

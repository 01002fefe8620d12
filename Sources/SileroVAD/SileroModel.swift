internal import COnnxRuntime
internal import Foundation

/// The Silero voice activity model at 8 kHz: one ONNX Runtime session for the whole process.
///
/// The model is Silero VAD (github.com/snakers4/silero-vad, MIT). It hears windows of 256 samples (32 ms) and gives
/// the probability that each holds speech. It runs on the thread that asks; the library starts none of its own. Ask
/// through a ``SileroBatch``, as many calls at once as are due: a window in a batch of 32 costs a fifth of one
/// asked about alone. The published file is rearranged for that as it is loaded.
@safe public final class SileroModel {
  let session: OpaquePointer
  /// ONNX Runtime's version.
  public let libraryVersion: String

  /// - Parameters:
  ///   - libraryDirectory: the directory that holds `libonnxruntime.so`.
  ///   - modelFile: `silero_vad.onnx`.
  public init(libraryDirectory: String, modelFile: String) throws(SileroError) {
    let graph = try Self.graph(modelFile)
    var cause: Int32 = 0
    var reason = [CChar](repeating: 0, count: 1_024)
    let opened = unsafe onnx_silero_open(libraryDirectory, graph, graph.count, &cause, &reason, reason.count)
    guard let opened = unsafe opened else {
      let text = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      switch Int(cause) {
      case Int(ONNX_NO_LIBRARY): throw .libraryMissing(directory: libraryDirectory, reason: text)
      case Int(ONNX_OLD_LIBRARY): throw .libraryUnfit(directory: libraryDirectory, reason: text)
      case Int(ONNX_NO_MODEL): throw .modelUnusable(file: modelFile, reason: text)
      default: throw .outOfMemory
      }
    }
    unsafe session = opened
    libraryVersion = unsafe String(cString: onnx_silero_version(opened))
  }

  /// The model as a graph for batches, from the published file.
  private static func graph(_ file: String) throws(SileroError) -> [UInt8] {
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw .modelUnusable(file: file, reason: "it is not there, or may not be read")
    }
    do throws(SileroWeights.Missing) {
      return try SileroGraph.bytes(SileroWeights(file: [UInt8](bytes)))
    } catch {
      throw .modelUnusable(file: file, reason: error.reason)
    }
  }

  deinit { unsafe onnx_silero_release(session) }
}

// The session is never changed after `init`, and ONNX Runtime allows any number of threads to run one at once.
extension SileroModel: @unchecked Sendable {}

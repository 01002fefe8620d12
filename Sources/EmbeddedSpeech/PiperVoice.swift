import CSherpaOnnx
import Foundation
import Providers

/// A loaded Piper voice; one serves every call.
@safe final class PiperVoice: Sendable {
  /// Samples a second of what it speaks.
  let sampleRate: Int
  private let library: SherpaLibrary
  /// Sound to share: the library keeps no state between two generations, tested for concurrent use. Released when
  /// nothing can reach it any more.
  private nonisolated(unsafe) let handle: OpaquePointer

  /// - Parameter pace: 1 is the voice's own; 1.1 speaks faster.
  init(library: SherpaLibrary, models: ModelDirectory, pace: Double) throws(ProviderError) {
    let model = try models.path("piper/en_US-joe-medium.onnx")
    let tokens = try models.path("piper/tokens.txt")
    let created = unsafe model.withCString { model in
      unsafe tokens.withCString { tokens in
        // The scales are the voice's own, from its JSON file.
        var settings = unsafe sherpa_voice_settings(
          model: model, tokens: tokens, noise_scale: 0.667, noise_scale_w: 0.8,
          length_scale: Float(1 / pace), threads: 1)
        return unsafe sherpa_voice_create(library.handle, &settings)
      }
    }
    guard let created = unsafe created else {
      throw .misconfigured("the Piper voice cannot be loaded: run `make setup`")
    }
    self.library = library
    unsafe handle = created
    sampleRate = Int(unsafe sherpa_voice_sample_rate(created))
  }

  deinit { unsafe sherpa_voice_release(handle) }

  /// Speaks one clause given as IPA code points; nil when the library failed. From any thread.
  func speak(_ phonemes: [Int32]) -> [Float]? {
    var count: Int32 = 0
    let samples = unsafe phonemes.withUnsafeBufferPointer { buffer in
      unsafe sherpa_voice_speak(handle, buffer.baseAddress, Int32(clamping: buffer.count), &count)
    }
    guard let samples = unsafe samples else { return nil }
    defer { unsafe free(samples) }
    return unsafe Array(UnsafeBufferPointer(start: samples, count: Int(count)))
  }
}

import CSherpaOnnx
import Foundation
import Providers

/// A loaded Moonshine model; one serves every call.
@safe final class MoonshineModel: Sendable {
  /// What the model listens to, in Hz.
  static let sampleRate = 16_000

  private let library: SherpaLibrary
  /// Sound to share: decoding makes a stream of its own each time, and the recogniser behind it is documented and
  /// tested for concurrent use. Released when nothing can reach it any more.
  private nonisolated(unsafe) let handle: OpaquePointer

  init(library: SherpaLibrary, models: ModelDirectory) throws(ProviderError) {
    let encoder = try models.path("moonshine/encoder_model.ort")
    let decoder = try models.path("moonshine/decoder_model_merged.ort")
    let tokens = try models.path("moonshine/tokens.txt")
    guard let created = unsafe sherpa_recogniser_create(library.handle, encoder, decoder, tokens, 1) else {
      throw .misconfigured("the Moonshine model cannot be loaded: run `make setup`")
    }
    self.library = library
    unsafe handle = created
  }

  deinit { unsafe sherpa_recogniser_release(handle) }

  /// The words in `samples` (mono, 16 kHz, -1 to 1); nil when the library failed. Takes about 1.6 % of the
  /// audio's length. From any thread.
  func decode(_ samples: [Float]) -> String? {
    let text = unsafe samples.withUnsafeBufferPointer { buffer in
      unsafe sherpa_recogniser_decode(handle, buffer.baseAddress, Int32(clamping: buffer.count))
    }
    guard let text = unsafe text else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }
}

import CSherpaOnnx
import Foundation
import Providers

/// sherpa-onnx, opened at run time; it stays open for the life of the process.
@safe final class SherpaLibrary: Sendable {
  /// Sound to share: the table of functions behind it is written once, before `init` returns.
  nonisolated(unsafe) let handle: OpaquePointer
  let version: String

  /// - Parameter directory: holds `libsherpa-onnx-c-api.so` and, beside it, `libonnxruntime.so`.
  init(directory: String) throws(ProviderError) {
    var reason = [CChar](repeating: 0, count: 512)
    guard let opened = unsafe sherpa_library_open(directory, &reason, reason.count) else {
      let text = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw .misconfigured("cannot open sherpa-onnx: \(text): run `make setup`")
    }
    unsafe handle = opened
    version = unsafe String(cString: sherpa_library_version(opened))
  }
}

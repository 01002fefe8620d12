internal import Crypto
internal import Foundation

/// Random nonces, made many at once: asking the system for each costs as much as sealing.
struct NoncePool {
  private static let count = 256
  private var bytes: [UInt8] = []

  /// Never the same bytes again.
  mutating func next() -> AES.GCM.Nonce {
    if bytes.isEmpty {
      // A key of this length is nothing but the system's randomness.
      let fresh = SymmetricKey(size: SymmetricKeySize(bitCount: Self.count * 12 * 8))
      // Sound: the bytes are copied at once.
      bytes = unsafe fresh.withUnsafeBytes { unsafe Array($0) }
    }
    defer { bytes.removeLast(12) }
    guard let nonce = try? AES.GCM.Nonce(data: bytes.suffix(12)) else {
      preconditionFailure("12 bytes are a nonce")
    }
    return nonce
  }
}

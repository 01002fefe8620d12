internal import Crypto
internal import Foundation

/// The one secret that a person keeps: 32 random bytes that wrap every other key. It is never stored.
public struct MasterKey: Sendable {
  /// Wraps keys; derived, so that the master key itself seals nothing.
  let wrapping: SymmetricKey

  /// - Parameters:
  ///   - text: 32 bytes as 64 hexadecimal digits or in base64, with white space around it.
  ///   - source: for messages.
  public init(_ text: String, source: String = "the master key") throws(KeyRingError) {
    let trimmed = text.filter { !$0.isWhitespace }
    guard let bytes = Hexadecimal.bytes(Array(trimmed.utf8)) ?? Data(base64Encoded: trimmed).map(Array.init),
      bytes.count == 32
    else { throw .badMasterKey(source: source) }
    wrapping = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: bytes), info: Array("starling wrap 1".utf8), outputByteCount: 32)
  }

  /// Reads the key from a file that only its owner, and perhaps its group, may read.
  public init(file path: String) throws(KeyRingError) {
    let file = try SystemFile(path: path, mode: .read)
    let stamp = try file.stamp()
    guard stamp.isFile else { throw .badMasterKey(source: path) }
    guard stamp.mode & 0o007 == 0 else { throw .exposedMasterKey(file: path, mode: stamp.mode) }
    let bytes = try file.read(4096, at: 0)
    try self.init(String(decoding: bytes, as: UTF8.self), source: path)
  }
}

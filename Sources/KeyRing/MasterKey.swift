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

  /// The variable that holds the key.
  public static let variable = "STARLING_MASTER_KEY"

  /// Reads the key from a file, or else from the variable; nil when neither is given.
  public static func find(environment: [String: String], file: String?) throws(KeyRingError) -> MasterKey? {
    let text = environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    guard let file else {
      guard let text else { return nil }
      return try MasterKey(text, source: variable)
    }
    guard text == nil else { throw .twoMasterKeys(variable: variable, file: file) }
    let opened = try SystemFile(path: file, mode: .read)
    let bytes = try opened.read(4096, at: 0)
    return try MasterKey(String(decoding: bytes, as: UTF8.self), source: file)
  }
}

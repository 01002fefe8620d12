internal import Crypto
internal import Foundation

/// The format of sealed bytes, version 1: version (1 byte), key id (8), nonce (12), ciphertext, tag (16).
enum SealedBytes {
  static let plain: UInt8 = 0
  static let version: UInt8 = 1
  static let overhead = 37

  /// - Parameter nonce: nil for a random one.
  static func seal(
    _ bytes: [UInt8], with key: SymmetricKey, id: UInt64, nonce: AES.GCM.Nonce?, context: SealContext
  ) -> [UInt8] {
    guard let box = try? AES.GCM.seal(bytes, using: key, nonce: nonce, authenticating: header(id, context)),
      let combined = box.combined
    else { preconditionFailure("bytes under a key of 256 bits can be sealed") }
    var sealed: [UInt8] = []
    sealed.reserveCapacity(9 + combined.count)
    sealed.append(version)
    sealed.append(bigEndian: id)
    sealed.append(contentsOf: combined)
    return sealed
  }

  static func keyID(of sealed: [UInt8]) throws(KeyRingError) -> UInt64 {
    guard let version = sealed.first, version == Self.version else {
      throw .newerVersion(of: "a record", version: Int(sealed.first ?? 0), supported: Int(Self.version))
    }
    guard sealed.count >= overhead else { throw .corrupt("a record") }
    return sealed[1..<9].bigEndian()
  }

  static func open(
    _ sealed: [UInt8], with key: SymmetricKey, context: SealContext
  ) throws(KeyRingError) -> [UInt8] {
    let id = try keyID(of: sealed)
    guard let box = try? AES.GCM.SealedBox(combined: sealed[9...]),
      let bytes = try? AES.GCM.open(box, using: key, authenticating: header(id, context))
    else { throw .corrupt("a record") }
    return Array(bytes)
  }

  private static func header(_ id: UInt64, _ context: SealContext) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(33)
    bytes.append(version)
    bytes.append(bigEndian: id)
    context.append(to: &bytes)
    return bytes
  }
}

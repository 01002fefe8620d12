internal import Crypto
internal import Foundation

/// Keys sealed with the master key, each bound to what it is for.
enum KeyWrapping {
  static let rootLabel = Array("starling root".utf8)

  static func label(_ id: UInt64, _ subject: SubjectID) -> [UInt8] {
    var bytes = Array("starling key".utf8)
    bytes.append(bigEndian: id)
    return bytes + subject.bytes
  }

  static func derived(_ name: String, from root: SymmetricKey) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: root, info: Array("starling \(name) 1".utf8), outputByteCount: 32)
  }

  static func wrap(_ key: SymmetricKey, with master: MasterKey, label: [UInt8]) -> [UInt8] {
    // Sound: the bytes are copied at once.
    let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
    guard let combined = try? AES.GCM.seal(bytes, using: master.wrapping, authenticating: label).combined
    else {
      preconditionFailure("32 bytes under a key of 256 bits can be sealed")
    }
    return Array(combined)
  }

  static func unwrap(_ wrapped: [UInt8], with master: MasterKey, label: [UInt8]) -> SymmetricKey? {
    guard let box = try? AES.GCM.SealedBox(combined: wrapped),
      let bytes = try? AES.GCM.open(box, using: master.wrapping, authenticating: label), bytes.count == 32
    else { return nil }
    return SymmetricKey(data: bytes)
  }
}

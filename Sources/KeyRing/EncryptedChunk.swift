internal import Crypto
internal import Foundation

/// The format of an encrypted file, version 1.
///
/// A header of 48 bytes: `STRLENCF`, version (2), bytes of the header (2), bytes of a whole chunk (4), key id (8), salt
/// (16), zero (8); numbers with the highest byte first. Then chunks: a mark (4 bytes: the highest bit says final, the
/// others how many bytes of text), ciphertext, tag (16). Every chunk but the final one is whole.
///
/// The file's key is derived from the subject's with the salt; a chunk's nonce is its number and whether it is final, and
/// header, context, number and mark are authenticated with it.
struct EncryptedChunk {
  static let magic = Array("STRLENCF".utf8)
  static let version: UInt16 = 1
  static let headerBytes = 48
  static let textBytes = 65_536
  static let overhead = 20
  static let finalBit: UInt32 = 0x8000_0000

  let header: [UInt8]
  let context: SealContext
  private let key: SymmetricKey

  init(header: [UInt8], context: SealContext, subjectKey: SymmetricKey) {
    self.header = header
    self.context = context
    key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: subjectKey, salt: header[24..<40], info: Array("starling file 1".utf8),
      outputByteCount: 32)
  }

  static func header(keyID: UInt64) -> [UInt8] {
    var header = magic
    header.append(bigEndian: version)
    header.append(bigEndian: UInt16(headerBytes))
    header.append(bigEndian: UInt32(textBytes))
    header.append(bigEndian: keyID)
    header.append(bigEndian: UInt64.random(in: 0...UInt64.max))
    header.append(bigEndian: UInt64.random(in: 0...UInt64.max))
    header.append(bigEndian: UInt64(0))
    return header
  }

  static func mark(_ count: Int, isFinal: Bool) -> UInt32 { UInt32(count) | (isFinal ? finalBit : 0) }

  func seal(_ text: [UInt8], number: UInt64, isFinal: Bool) -> [UInt8] {
    let mark = Self.mark(text.count, isFinal: isFinal)
    guard let nonce = try? AES.GCM.Nonce(data: nonce(number, mark)),
      let box = try? AES.GCM.seal(text, using: key, nonce: nonce, authenticating: label(number, mark))
    else { preconditionFailure("a chunk under a key of 256 bits can be sealed") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + Self.overhead)
    bytes.append(bigEndian: mark)
    bytes.append(contentsOf: box.ciphertext)
    bytes.append(contentsOf: box.tag)
    return bytes
  }

  /// Nil when it is not what was sealed there. `bytes` go from the mark to the tag.
  func open(_ bytes: [UInt8], number: UInt64) -> [UInt8]? {
    guard bytes.count >= Self.overhead else { return nil }
    let mark: UInt32 = bytes[0..<4].bigEndian()
    guard let nonce = try? AES.GCM.Nonce(data: nonce(number, mark)),
      let box = try? AES.GCM.SealedBox(
        nonce: nonce, ciphertext: bytes[4..<bytes.count - 16], tag: bytes.suffix(16)),
      let text = try? AES.GCM.open(box, using: key, authenticating: label(number, mark))
    else { return nil }
    return Array(text)
  }

  private func nonce(_ number: UInt64, _ mark: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: mark & Self.finalBit)
    bytes.append(bigEndian: number)
    return bytes
  }

  private func label(_ number: UInt64, _ mark: UInt32) -> [UInt8] {
    var bytes = header
    context.append(to: &bytes)
    bytes.append(bigEndian: number)
    bytes.append(bigEndian: mark)
    return bytes
  }
}

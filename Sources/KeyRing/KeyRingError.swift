internal import Glibc

/// What keeps the key ring, an encrypted file or a receipt from being used.
public enum KeyRingError: Error, Equatable, Sendable {
  /// Not 32 bytes in base64 or hexadecimal; make one with `openssl rand -hex 32`.
  case badMasterKey(source: String)
  /// Everybody on the machine may read the master key, or change it; take that right away with `chmod 600`.
  case exposedMasterKey(file: String, mode: UInt32)
  /// Something is sealed and no master key is set; set the one it was sealed with.
  case keyNeeded(String)
  /// The key file is wrapped with another master key.
  case wrongMasterKey(file: String)
  /// A later release wrote it; run that one.
  case newerVersion(of: String, version: Int, supported: Int)
  /// No key file of ours; move it away, or restore it.
  case notAKeyFile(String)
  /// The subject's key was destroyed; the bytes stay unreadable.
  case shredded(key: UInt64, atMilliseconds: Int64)
  /// The ring has no such key: it is another installation's, or its line in the key file is damaged.
  case wrongKey(UInt64)
  /// Not what was sealed, or not sealed for this place; restore it.
  case corrupt(String)
  /// No file that ``EncryptedFileWriter`` wrote.
  case notAnEncryptedFile(String)
  /// The system refused; `code` is its errno.
  case file(String, path: String, code: Int32)
}

extension KeyRingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badMasterKey(let source):
      "\(source) is no master key: 32 bytes in base64 or hexadecimal are needed, as `openssl rand -hex 32` makes them"
    case .exposedMasterKey(let file, let mode):
      "the master key in \(file) is open to everybody (mode \(String(mode, radix: 8))); run `chmod 600 \(file)`"
    case .keyNeeded(let what): "\(what) is sealed and no master key is set; set the one it was sealed with"
    case .wrongMasterKey(let file): "\(file) was wrapped with another master key; set that one"
    case .newerVersion(let what, let version, let supported):
      "\(what) has format version \(version), this release reads up to \(supported); run the newer release"
    case .notAKeyFile(let path):
      "\(path) is no key file of this engine; restore it from a backup or move it away"
    case .shredded(let key, let time):
      "key \(String(key, radix: 16)) was destroyed at \(time) ms since 1970; what it sealed stays unreadable"
    case .wrongKey(let key):
      "there is no key \(String(key, radix: 16)) in this ring; it sealed something elsewhere"
    case .corrupt(let what): "\(what) is damaged, or was sealed for another place; restore it from a backup"
    case .notAnEncryptedFile(let path): "\(path) is no encrypted file of this engine"
    case .file(let operation, let path, let code): "cannot \(operation) \(path): \(Self.text(of: code))"
    }
  }

  private static func text(of code: Int32) -> String {
    // Sound: strerror answers a C string, which is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

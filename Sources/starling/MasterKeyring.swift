import Foundation
import KeyRing
import Settings

/// Opens the data folder's keys with the master key that the settings give.
enum MasterKeyring {
  /// - Throws: exit code 2 with what is wrong with the key, or with which key the folder wants.
  static func open(_ settings: ResolvedSettings) throws -> KeyRing {
    do throws(KeyRingError) {
      let ring = try KeyRing(folder: settings.dataDirectory, master: try key(settings))
      for line in ring.damagedLines {
        Terminal.complain(
          "error: line \(line) of \(settings.dataDirectory)/keys is damaged; what it sealed cannot be read"
        )
      }
      return ring
    } catch {
      switch error {
      case .file(_, let path, _) where path != settings.masterKeyFile: throw CommandFailure.failed("\(error)")
      default: throw CommandFailure.misconfigured("\(error)")
      }
    }
  }

  /// Whether the key opens what is there; makes nothing.
  static func check(_ settings: ResolvedSettings) -> @Sendable () -> DoctorCheck {
    { @Sendable in
      let name = "master key"
      let file = "\(settings.dataDirectory)/keys"
      do throws(KeyRingError) {
        let key = try key(settings)
        if FileManager.default.fileExists(atPath: file) {
          _ = try KeyRing(folder: settings.dataDirectory, master: key)
          return .ok(name, "it opens \(file)")
        }
        return .ok(name, key == nil ? "none; journal and recordings are not sealed" : "no keys yet")
      } catch {
        return .fail(
          name, "\(error)", mend: "give the key with which \(file) was made, in a file of mode 600")
      }
    }
  }

  /// Nil when none is given.
  static func key(_ settings: ResolvedSettings) throws(KeyRingError) -> MasterKey? {
    if let file = settings.masterKeyFile { return try MasterKey(file: file) }
    guard let text = settings.masterKey else { return nil }
    return try MasterKey(text, source: settings.entry(.masterKey).source.description)
  }
}

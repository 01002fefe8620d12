internal import Foundation
public import Records

/// What a backup holds: `manifest.json`, written last.
public struct BackupManifest: Codable, Equatable, Sendable {
  public static let name = "manifest.json"
  /// Of the layout; a later one is refused.
  public static let newestFormat = 1

  public enum DatabaseKind: String, Codable, Sendable {
    case sqlite, postgresql

    /// Where it lies in the backup.
    var path: String {
      switch self {
      case .sqlite: "database/starling.sqlite"
      case .postgresql: "database/starling.dump"
      }
    }
  }

  public struct Database: Codable, Equatable, Sendable {
    public var kind: DatabaseKind
    /// Version of the tables.
    public var schema: Int
    /// The last record of the journal that the database holds.
    public var cursor: UInt64
    public var contents: StoreContents
  }

  public struct Journal: Codable, Equatable, Sendable {
    /// `Journal.identity`.
    public var identity: String?
    /// Readable records behind the database's cursor, and the number of the last.
    public var records: Int
    public var last: UInt64
    /// Records behind the cursor that could not be read when the backup was made.
    public var unreadable: UInt64
  }

  public struct File: Codable, Equatable, Sendable {
    /// Relative to the backup, with `/`.
    public var path: String
    public var bytes: Int
    /// SHA-256 in 64 hexadecimal digits.
    public var sha256: String
  }

  public var format = Self.newestFormat
  /// The release that made it.
  public var program: String
  /// ISO 8601, UTC.
  public var started: String
  public var finished: String
  public var database: Database
  /// Nil when there was none.
  public var journal: Journal?
  public var files: [File]
  /// Files of the data folder that were removed or moved while it was copied.
  public var vanished: [String]

  /// Bytes of all files.
  public var bytes: Int { files.reduce(0) { $0 &+ $1.bytes } }

  // MARK: Reading and writing

  private struct Version: Decodable { var format: Int }
  private static let mostBytes = 1 << 30

  /// Reads and checks the manifest of a finished backup.
  public static func read(_ folder: String) throws(BackupError) -> BackupManifest {
    let path = "\(folder)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { throw .noBackup(path: folder) }
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      guard data.count < mostBytes else { throw BackupError.damagedManifest(reason: "it is too long") }
      let version = try JSONDecoder().decode(Version.self, from: data).format
      guard version <= newestFormat else {
        throw BackupError.newerFormat(version: version, supported: newestFormat)
      }
      let manifest = try JSONDecoder().decode(BackupManifest.self, from: data)
      for file in manifest.files where !isPlain(file.path) {
        throw BackupError.damagedManifest(reason: "it names a path outside the backup")
      }
      return manifest
    } catch let error as BackupError {
      throw error
    } catch let error as DecodingError {
      throw .damagedManifest(reason: reason(error))
    } catch {
      throw .damagedManifest(reason: error.localizedDescription)
    }
  }

  func encoded() throws(BackupError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch { throw .damagedManifest(reason: "\(error)") }
  }

  /// A manifest can be anybody's: nothing in it may lead out of the folder.
  private static func isPlain(_ path: String) -> Bool {
    !path.isEmpty && !path.utf8.contains(0)
      && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && $0 != "." && $0 != ".."
      }
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of the wrong type"
    default: "it is no JSON"
    }
  }
}

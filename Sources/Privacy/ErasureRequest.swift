internal import Foundation
internal import KeyRing
internal import Redaction

/// A person's data is to be erased: what was found so far, and what of it is gone. On disk until all of it is.
public struct ErasureRequest: Codable, Equatable, Sendable {
  enum Stage: Int, Codable, Comparable {
    case asked, planned, storeErased, filesRemoved
    static func < (first: Stage, second: Stage) -> Bool { first.rawValue < second.rawValue }
  }

  private var version = 1
  /// Names the request and its receipt.
  public let id: String
  public let number: String
  public let askedAtMilliseconds: Int64
  var stage = Stage.asked
  /// Ids of the keys that are to be destroyed, in hexadecimal.
  var keys: [String] = []
  var calls: [String] = []
  /// Under the data folder.
  var files: [String] = []
  /// Rows by table.
  var rows: [String: Int] = [:]

  init(id: String, subject: SubjectAddress, askedAtMilliseconds: Int64) {
    self.id = id
    number = subject.text
    self.askedAtMilliseconds = askedAtMilliseconds
  }

  func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a request holds only text and numbers")
    }
    return Array(data)
  }

  init(json: [UInt8], path: String) throws(PrivacyError) {
    do { self = try JSONDecoder().decode(ErasureRequest.self, from: Data(json)) } catch {
      throw .damagedRequest(path)
    }
    guard version == 1 else {
      throw .ring(.newerVersion(of: path, version: version, supported: 1))
    }
  }

  /// - Throws: `.damagedRequest`.
  func subject() throws(PrivacyError) -> SubjectAddress {
    do throws(SubjectAddressError) { return try SubjectAddress(number) } catch { throw .damagedRequest(id) }
  }

  // MARK: What is to go

  /// Folders of files that are named after their calls.
  static let folders = ["recordings", "events"]

  /// Takes in calls and files that were found. Pure: what an earlier attempt found stays.
  ///
  /// - Parameters:
  ///   - names: files in each folder.
  ///   - sealed: files that the person's key had sealed, whatever their names.
  mutating func plan(calls found: [String], names: [String: [String]], sealed: [String]) {
    calls = Set(calls).union(found).sorted()
    let isTheirs = Set(calls)
    var chosen = Set(files).union(sealed)
    for (folder, names) in names {
      for name in names where isTheirs.contains(String(name.prefix(36)).lowercased()) {
        chosen.insert("\(folder)/\(name)")
      }
    }
    files = chosen.sorted()
    if stage < .planned { stage = .planned }
  }
}

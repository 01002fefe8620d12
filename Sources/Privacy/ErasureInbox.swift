internal import Foundation
public import KeyRing
public import Redaction

/// Requests for erasures and their receipts: the folder `erasures` in the data folder.
///
/// A command puts a request there. Whoever holds the journal carries it out: the running engine, or the command itself
/// when there is none. A request names the number until it is done; the receipt does not.
public struct ErasureInbox: Sendable {
  private let folder: PlainFolder
  private static let suffix = ".request"

  public init(dataFolder: String) { folder = PlainFolder(path: "\(dataFolder)/erasures") }

  /// Asks for an erasure. One that waits for the same person already is answered instead.
  ///
  /// - Parameter now: milliseconds since 1970.
  public func request(_ subject: SubjectAddress, now: Int64) throws(PrivacyError) -> ErasureRequest {
    if let waiting = try pending().first(where: { $0.number == subject.text }) { return waiting }
    try folder.make()
    let random = String(UInt32.random(in: 0 ... .max), radix: 16)
    let request = ErasureRequest(id: "\(now)-\(random)", subject: subject, askedAtMilliseconds: now)
    try save(request)
    return request
  }

  /// Requests that are not done, the oldest first. What cannot be read is passed over, but told by `damaged`.
  public func pending() throws(PrivacyError) -> [ErasureRequest] {
    var requests: [ErasureRequest] = []
    for name in try folder.names() where name.hasSuffix(Self.suffix) {
      guard let bytes = try folder.read(name), let request = try? ErasureRequest(json: bytes, path: name)
      else {
        continue
      }
      requests.append(request)
    }
    return requests.sorted { ($0.askedAtMilliseconds, $0.id) < ($1.askedAtMilliseconds, $1.id) }
  }

  /// Requests that cannot be read, by path.
  public func damaged() throws(PrivacyError) -> [String] {
    var damaged: [String] = []
    for name in try folder.names() where name.hasSuffix(Self.suffix) {
      guard let bytes = try folder.read(name) else { continue }
      if (try? ErasureRequest(json: bytes, path: name)) == nil { damaged.append("\(folder.path)/\(name)") }
    }
    return damaged
  }

  /// Nil while the request waits.
  public func receipt(of id: String) throws(PrivacyError) -> ErasureReceipt? {
    guard let bytes = try folder.read(id + ".json") else { return nil }
    do throws(KeyRingError) { return try ErasureReceipt(json: Data(bytes)) } catch { throw .ring(error) }
  }

  public func receiptPath(of id: String) -> String { "\(folder.path)/\(id).json" }

  func save(_ request: ErasureRequest) throws(PrivacyError) {
    try folder.replace(request.id + Self.suffix, with: request.json())
  }

  /// The receipt is safe before the request goes: a crash in between makes the same one again.
  func finish(_ request: ErasureRequest, with receipt: ErasureReceipt) throws(PrivacyError) {
    try folder.replace(request.id + ".json", with: Array(receipt.json()))
    _ = try folder.remove(request.id + Self.suffix)
    _ = try folder.remove(request.id + Self.suffix + ".part")
    try folder.sync()
  }
}

internal import Foundation
internal import Records

/// What PostgreSQL or the library before it said.
struct PostgresFailure: Error, Equatable {
  /// Codes of our own, beside SQLSTATE's.
  static let wrongAddress = "S0001"
  static let noConnection = "08006"

  /// SQLSTATE (PostgreSQL manual, appendix A).
  var state: String
  var message: String
  /// The connection is of no use any more.
  var isBroken = false

  /// Reads a message of libpq's verbose form: `FATAL:  3D000: database "x" does not exist`.
  init(connecting text: String) {
    let line = text.split(separator: "\n").first { $0.contains(":  ") } ?? text.prefix { $0 != "\n" }
    message = String(line)
    // What libpq itself cannot use has no SQLSTATE, and waiting does not mend it.
    let isUnusable = [
      "for connection option", "invalid connection option", "invalid sslmode value", "invalid port number",
    ].contains { line.contains($0) }
    if isUnusable { message = "DATABASE_URL cannot be used: \(line)" }
    state = isUnusable ? Self.wrongAddress : Self.noConnection
    isBroken = true
    guard let mark = line.range(of: ":  ") else { return }
    let rest = line[mark.upperBound...]
    let code = rest.prefix(5)
    guard rest.dropFirst(5).first == ":", code.utf8.allSatisfy(Self.belongsToState) else { return }
    state = String(code)
    message = String(rest.dropFirst(7))
  }

  init(state: String, message: String, isBroken: Bool = false) {
    self.state = state
    self.message = message
    self.isBroken = isBroken
  }

  private static func belongsToState(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }

  /// The same in the words of every store, with what is to be done.
  ///
  /// - Parameter place: the database's name for messages, without a password.
  func storeError(at place: String) -> StoreError {
    switch state {
    case Self.wrongAddress: .misconfigured(reason: message)
    case "3D000":
      .misconfigured(reason: "\(place): \(message): create it (createdb), or correct DATABASE_URL")
    case "28P01", "28000":
      .misconfigured(reason: "\(place): \(message): check the user, the password and pg_hba.conf")
    case "42501":
      .misconfigured(reason: "\(place): \(message): grant the role the rights on the schema and its tables")
    case "42P01", "42703", "3F000":
      .misconfigured(reason: "\(place): \(message): run `starling migrate up`")
    case "25006": .readOnly
    case "53100": .diskFull
    // A column that may not be null: only the cursor's is ever given none.
    case "23502": .conflict(place: place)
    case "55P03", "57014", "40001", "40P01": .busy
    default: general(at: place)
    }
  }

  private func general(at place: String) -> StoreError {
    switch state.prefix(2) {
    case "22", "23", "54": .rejected(reason: "\(state): \(message)")
    case "08", "53", "57", "58": .unreachable(reason: "\(place): \(message)")
    default:
      isBroken
        ? .unreachable(reason: "\(place): \(message)") : .failed(code: 0, reason: "\(state): \(message)")
    }
  }
}

internal import CPostgres
public import Records

extension PostgresOptions {
  /// How PostgreSQL's own programs are told where the database is: an argument for `--dbname`, which everybody on the
  /// machine can see, and variables with what is secret.
  public struct ProgramAddress: Sendable, Equatable {
    public var argument: String
    public var environment: [String: String]
  }

  private static let secrets = ["password": "PGPASSWORD", "sslpassword": nil]

  public func programAddress() throws(StoreError) -> ProgramAddress {
    do throws(PostgresFailure) {
      return try address()
    } catch { throw error.storeError(at: PostgresConnection.place(self)) }
  }

  private func address() throws(PostgresFailure) -> ProgramAddress {
    guard let parsed = unsafe PQconninfoParse(url, nil) else {
      throw PostgresFailure(
        state: PostgresFailure.wrongAddress,
        message: "DATABASE_URL is no PostgreSQL address: postgres://user@host:5432/database is expected")
    }
    defer { unsafe PQconninfoFree(parsed) }
    var address = ProgramAddress(
      argument: "", environment: ["PGCONNECT_TIMEOUT": "\(max(connectTimeout, 1))"])
    if let password = try password() { address.environment["PGPASSWORD"] = password }
    var words: [String] = []
    var option = unsafe parsed
    // Sound: libpq ends its list with an option that has no keyword.
    while let keyword = unsafe option.pointee.keyword {
      if let given = unsafe option.pointee.val {
        let name = unsafe String(cString: keyword)
        let value = unsafe String(cString: given)
        if let variable = Self.secrets[name] {
          if let variable { address.environment[variable] = value }
        } else {
          words.append("\(name)=\(Self.quoted(value))")
        }
      }
      unsafe option += 1
    }
    address.argument = words.joined(separator: " ")
    return address
  }

  /// libpq's manual, section 34.1.1.1: quotes and backslashes are escaped with a backslash.
  private static func quoted(_ value: String) -> String {
    var text = "'"
    for character in value.unicodeScalars {
      if character == "'" || character == "\\" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(character)
    }
    return text + "'"
  }
}

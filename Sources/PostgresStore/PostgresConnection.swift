internal import CPostgres
internal import Foundation
internal import Glibc

/// One connection to PostgreSQL, used by one thread at a time; every call blocks until the server has answered.
@safe
final class PostgresConnection {
  // Sound: opened in `init`, closed in `deinit`, and never handed out.
  private let connection: OpaquePointer
  private let password: String
  private var prepared: Set<String> = []
  private(set) var isBroken = false

  init(_ options: PostgresOptions) throws(PostgresFailure) {
    password = try Self.checked(options)
    unsafe connection = try Self.begin(options)
    // Set before the handshake, so that a refusal carries its SQLSTATE.
    unsafe PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    unsafe PQsetNoticeProcessor(connection, { _, _ in }, nil)
    try finishConnecting(seconds: max(options.connectTimeout, 1))
    unsafe PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    try execute("SET statement_timeout = \(max(options.statementTimeoutMs, 0))")
  }

  deinit { unsafe PQfinish(connection) }

  /// Runs one or several statements without parameters. Several are one transaction, unless they say otherwise.
  func execute(_ script: String) throws(PostgresFailure) {
    guard let result = unsafe PQexec(connection, script) else { throw lost() }
    let failure = unsafe failure(of: result)
    unsafe PQclear(result)
    if let failure { throw failure }
  }

  /// Runs a statement and gives its rows. It is planned for its values.
  func query(_ sql: String, _ values: [PostgresValue] = []) throws(PostgresFailure) -> PostgresRows {
    let parameters = PostgresParameters(values)
    let result = unsafe parameters.withPointers { count, pointers, lengths, formats in
      unsafe PQexecParams(connection, sql, count, nil, pointers, lengths, formats, 0)
    }
    guard let result = unsafe result else { throw lost() }
    if let failure = unsafe failure(of: result) {
      unsafe PQclear(result)
      throw failure
    }
    return unsafe PostgresRows(adopting: result)
  }

  /// Runs statements in one transaction and one round trip (libpq's pipeline mode): all or none of them.
  ///
  /// They may give no rows, or few: what the server answers waits until all are sent.
  func transaction(_ statements: [PostgresStatement]) throws(PostgresFailure) {
    for statement in statements where !prepared.contains(statement.name) { try prepare(statement) }
    guard unsafe PQenterPipelineMode(connection) == 1 else { throw lost() }
    // Between two synchronisations everything is one implicit transaction; the explicit one makes it plain.
    var isSent = send("BEGIN")
    for statement in statements where isSent { isSent = send(statement) }
    isSent = isSent && send("COMMIT")
    guard isSent, unsafe PQpipelineSync(connection) == 1 else { throw lost() }
    let failure = drain()
    guard unsafe PQexitPipelineMode(connection) == 1 else { throw failure ?? lost() }
    if let failure {
      if unsafe PQtransactionStatus(connection) != PQTRANS_IDLE { try? execute("ROLLBACK") }
      throw failure
    }
  }

  /// Runs `COPY … FROM STDIN` with its data.
  func copy(_ sql: String, _ data: [UInt8]) throws(PostgresFailure) {
    guard let started = unsafe PQexec(connection, sql) else { throw lost() }
    let failure = unsafe failure(of: started)
    unsafe PQclear(started)
    if let failure { throw failure }
    var offset = 0
    while offset < data.count {
      let end = min(offset + 1 << 16, data.count)
      let sent = unsafe data[offset..<end].withUnsafeBytes { bytes in
        unsafe PQputCopyData(
          connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
      }
      guard sent == 1 else { throw lost() }
      offset = end
    }
    guard unsafe PQputCopyEnd(connection, nil) == 1 else { throw lost() }
    if let failure = drain(synchronises: false) { throw failure }
  }

  // MARK: Pipeline

  private func prepare(_ statement: PostgresStatement) throws(PostgresFailure) {
    guard let result = unsafe PQprepare(connection, statement.name, statement.sql, 0, nil) else {
      throw lost()
    }
    let failure = unsafe failure(of: result)
    unsafe PQclear(result)
    if let failure { throw failure }
    prepared.insert(statement.name)
  }

  private func send(_ sql: String) -> Bool {
    unsafe PQsendQueryParams(connection, sql, 0, nil, nil, nil, nil, 0) == 1
  }

  private func send(_ statement: PostgresStatement) -> Bool {
    let parameters = PostgresParameters(statement.values)
    return unsafe parameters.withPointers { count, pointers, lengths, formats in
      unsafe PQsendQueryPrepared(connection, statement.name, count, pointers, lengths, formats, 0)
    } == 1
  }

  /// Takes every result until the synchronisation (or the end) and gives the first failure.
  private func drain(synchronises: Bool = true) -> PostgresFailure? {
    var first: PostgresFailure?
    var nothings = 0
    while true {
      guard let result = unsafe PQgetResult(connection) else {
        nothings += 1
        // One nothing ends each statement; two in a row mean that no synchronisation will come.
        if !synchronises { return first }
        if nothings > 1 { return first ?? lost() }
        continue
      }
      nothings = 0
      let status = unsafe PQresultStatus(result)
      if status != PGRES_PIPELINE_ABORTED, first == nil { first = unsafe failure(of: result) }
      unsafe PQclear(result)
      if status == PGRES_PIPELINE_SYNC { return first }
      if isBroken { return first }
    }
  }

  // MARK: Failures

  private func failure(of result: OpaquePointer) -> PostgresFailure? {
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC, PGRES_COPY_IN, PGRES_EMPTY_QUERY: return nil
    default: break
    }
    let state = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { unsafe String(cString: $0) }
    let primary = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map {
      unsafe String(cString: $0)
    }
    guard let state else { return lost() }
    noteIfBroken()
    return PostgresFailure(
      state: state, message: withoutPassword(primary ?? "no reason given"), isBroken: isBroken)
  }

  private func noteIfBroken() {
    if unsafe PQstatus(connection) != CONNECTION_OK { isBroken = true }
  }

  /// The connection, and perhaps the transaction that was being committed.
  private func lost() -> PostgresFailure {
    isBroken = true
    return PostgresFailure(state: PostgresFailure.noConnection, message: lastMessage, isBroken: true)
  }

  private var lastMessage: String {
    let text = unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? ""
    let line = text.split(separator: "\n").joined(separator: " ")
    return withoutPassword(line.isEmpty ? "the connection was lost" : line)
  }

  private func withoutPassword(_ text: String) -> String {
    password.isEmpty ? text : text.replacingOccurrences(of: password, with: "…")
  }

  // MARK: Connecting

  /// Refuses an address that libpq cannot read, without repeating it: it may hold a password. Gives the password.
  private static func checked(_ options: PostgresOptions) throws(PostgresFailure) -> String {
    guard let parsed = unsafe PQconninfoParse(options.url, nil) else {
      throw PostgresFailure(
        state: PostgresFailure.wrongAddress,
        message: "DATABASE_URL is no PostgreSQL address: postgres://user@host:5432/database is expected")
    }
    defer { unsafe PQconninfoFree(parsed) }
    if let password = unsafe field("password", of: parsed) { return password }
    return try options.password() ?? ""
  }

  /// The database's name for messages, without a password: `database at host:port`, as far as the address says it.
  static func place(_ options: PostgresOptions) -> String {
    guard let parsed = unsafe PQconninfoParse(options.url, nil) else { return "PostgreSQL" }
    defer { unsafe PQconninfoFree(parsed) }
    let database = unsafe field("dbname", of: parsed).map { "database \"\($0)\"" } ?? "PostgreSQL"
    guard let host = unsafe field("host", of: parsed) else { return database }
    let port = unsafe field("port", of: parsed).map { ":\($0)" } ?? ""
    return "\(database) at \(host)\(port)"
  }

  private static func field(_ name: String, of list: UnsafeMutablePointer<PQconninfoOption>) -> String? {
    var option = unsafe list
    // Sound: libpq ends its list with an option that has no keyword.
    while let keyword = unsafe option.pointee.keyword {
      if unsafe String(cString: keyword) == name, let value = unsafe option.pointee.val {
        return unsafe String(cString: value)
      }
      unsafe option += 1
    }
    return nil
  }

  private static func begin(_ options: PostgresOptions) throws(PostgresFailure) -> OpaquePointer {
    var fields = [
      ("fallback_application_name", "starling"), ("client_encoding", "UTF8"), ("keepalives_idle", "15"),
      ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
    ]
    if let password = try options.password() { fields.append(("password", password)) }
    // Last, so that what it says itself stands.
    fields.append(("dbname", options.url))
    // Sound: copies of our own, freed once libpq has taken its own.
    let copies = unsafe (fields.map(\.0) + fields.map(\.1)).map { unsafe strdup($0) }
    defer {
      for place in unsafe copies.indices { unsafe free(copies[place]) }
    }
    let names = unsafe copies[..<fields.count].map { unsafe UnsafePointer($0) } + [nil]
    let values = unsafe copies[fields.count...].map { unsafe UnsafePointer($0) } + [nil]
    guard let connection = unsafe PQconnectStartParams(names, values, 1) else {
      throw PostgresFailure(state: "53200", message: "no memory for a connection", isBroken: true)
    }
    return unsafe connection
  }

  private func finishConnecting(seconds: Int) throws(PostgresFailure) {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var wish = PGRES_POLLING_WRITING
    if unsafe PQstatus(connection) == CONNECTION_BAD { throw refused() }
    while wish != PGRES_POLLING_OK {
      let left = ContinuousClock.now.duration(to: deadline)
      let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0 else {
        throw PostgresFailure(
          state: PostgresFailure.noConnection, message: "no answer within \(seconds) s", isBroken: true)
      }
      let events = wish == PGRES_POLLING_READING ? POLLIN : POLLOUT
      var descriptor = unsafe pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
      if unsafe poll(&descriptor, 1, Int32(milliseconds)) == 0 { continue }
      wish = unsafe PQconnectPoll(connection)
      if wish == PGRES_POLLING_FAILED { throw refused() }
    }
  }

  private func refused() -> PostgresFailure {
    isBroken = true
    let text = unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? "no reason given"
    return PostgresFailure(connecting: withoutPassword(text))
  }
}

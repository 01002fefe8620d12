package import Records

extension PostgresStore {
  /// Runs SQL on the writing connection: for benchmarks.
  package func run(_ script: String) throws(StoreError) {
    try write { session throws(StoreError) in
      try session.run { connection throws(PostgresFailure) in try connection.execute(script) }
    }
  }

  /// Runs `COPY … FROM STDIN` with its data, in text form: for benchmarks.
  package func copy(_ sql: String, _ data: [UInt8]) throws(StoreError) {
    try write { session throws(StoreError) in
      try session.run { connection throws(PostgresFailure) in try connection.copy(sql, data) }
    }
  }
}

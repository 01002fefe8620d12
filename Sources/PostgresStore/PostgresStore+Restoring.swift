public import Records

extension PostgresStore {
  /// The database's name for messages, without a password.
  public var place: String { PostgresConnection.place(options) }

  /// How many tables there are where a restore would put its own.
  public func tableCount() throws(StoreError) -> Int {
    try write { session throws(StoreError) in
      try session.run { connection throws(PostgresFailure) in
        Int(
          try connection.query("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
            .integer(0, 0) ?? 0)
      }
    }
  }

  /// Renames the schema in which everything is, and makes an empty one of its name.
  ///
  /// - Parameter name: letters, digits and underscores.
  public func moveAside(to name: String) throws(StoreError) {
    try rename { schema in
      "ALTER SCHEMA \(schema) RENAME TO \(name); CREATE SCHEMA \(schema)"
    }
  }

  /// Undoes `moveAside`; the schema that it made must be empty.
  public func moveBack(from name: String) throws(StoreError) {
    try rename { schema in
      "DROP SCHEMA IF EXISTS \(schema); ALTER SCHEMA \(name) RENAME TO \(schema)"
    }
  }

  private func rename(_ script: (String) -> String) throws(StoreError) {
    try write { session throws(StoreError) in
      try session.run { connection throws(PostgresFailure) in
        let schema = try connection.query("SELECT quote_ident(coalesce(current_schema(), 'public'))")
        try connection.inTransaction(script(schema.text(0, 0)))
      }
      session.forget()
    }
  }
}

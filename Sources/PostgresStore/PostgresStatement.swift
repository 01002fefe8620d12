/// A statement that is prepared once a connection, and its parameters.
struct PostgresStatement {
  /// Distinct for each `sql`.
  var name: String
  var sql: String
  var values: [PostgresValue] = []
}

/// The rows of a batch for one table, column by column, and the statement that inserts them.
struct RowSet {
  let table: RowTable
  var columns: [ColumnArray]
  private(set) var count = 0

  init(_ table: RowTable) {
    self.table = table
    columns = table.columns.map { ColumnArray($0.element) }
  }

  /// Adds a row: `fill` appends one value to each column.
  mutating func add(_ fill: (inout [ColumnArray]) -> Void) {
    fill(&columns)
    count += 1
    assert(columns.allSatisfy { $0.count == count }, "a column of \(table.name) was left out")
  }

  var statement: PostgresStatement {
    PostgresStatement(name: "insert_\(table.name)", sql: table.insertion, values: columns.map { $0.value() })
  }
}

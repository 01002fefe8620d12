internal import CPostgres

/// The rows that a statement gave, in text form.
@safe
final class PostgresRows {
  // Sound: freed once, here, and never handed out.
  private let result: OpaquePointer
  let count: Int

  init(adopting result: OpaquePointer) {
    unsafe self.result = unsafe result
    count = unsafe Int(PQntuples(result))
  }

  deinit { unsafe PQclear(result) }

  subscript(row: Int, column: Int) -> String? {
    precondition(row < count)
    guard unsafe PQgetisnull(result, Int32(row), Int32(column)) == 0,
      let start = unsafe PQgetvalue(result, Int32(row), Int32(column))
    else { return nil }
    let length = unsafe Int(PQgetlength(result, Int32(row), Int32(column)))
    // Sound: libpq says that so many bytes are there for as long as the result is.
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  func text(_ row: Int, _ column: Int) -> String { self[row, column] ?? "" }
  func integer(_ row: Int, _ column: Int) -> Int64? { self[row, column].flatMap { Int64($0) } }
  func number(_ row: Int, _ column: Int) -> Double? { self[row, column].flatMap { Double($0) } }
  func flag(_ row: Int, _ column: Int) -> Bool { self[row, column] == "t" }

  /// A `bytea`, in PostgreSQL's hex form.
  func bytes(_ row: Int, _ column: Int) -> [UInt8] {
    let digits = text(row, column).utf8.dropFirst(2).map { $0 < 0x3a ? $0 &- 0x30 : $0 &- 0x57 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

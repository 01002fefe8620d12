/// What came of an `ExportRequest`.
public enum ExportResponse: Sendable {
  case answered(status: Int, headers: [(String, String)], body: [UInt8])
  /// No whole answer; the text is for logs.
  case failed(String)
}

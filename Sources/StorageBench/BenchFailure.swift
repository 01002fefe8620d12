/// Why there is no result.
enum BenchFailure: Error {
  case notDurable
  case lost(Int)
  /// errno of the plain file.
  case floor(Int32)
}

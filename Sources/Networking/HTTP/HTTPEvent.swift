/// What happens to an exchange: `head`, any number of `body`, then one of the last two; `failed` may come at any
/// point. All on the loop's thread.
public enum HTTPEvent: Sendable {
  /// The final response's status (200…599) and headers, names in lower case, in their order.
  case head(status: Int, headers: [(String, String)])
  /// The next part of the body, at least one byte.
  case body([UInt8])
  case finished
  case failed(HTTPFailure)
}

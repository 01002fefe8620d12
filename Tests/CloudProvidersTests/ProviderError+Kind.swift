import Providers

extension ProviderError {
  /// The case without what it holds.
  var kind: String { String(Mirror(reflecting: self).children.first?.label ?? "") }
}

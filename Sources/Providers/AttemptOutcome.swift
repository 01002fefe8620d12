/// How one provider did at one piece of work.
enum AttemptOutcome: Sendable, Equatable {
  case succeeded
  case failed(ProviderError)
  /// It was not wanted any more.
  case abandoned
}

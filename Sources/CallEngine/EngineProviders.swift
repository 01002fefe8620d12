public import Providers

/// The three providers that a process's calls share.
public struct EngineProviders: Sendable {
  public var recogniser: any Recogniser
  public var languageModel: any LanguageModel
  public var synthesiser: any Synthesiser
  /// Spoken lines are kept and used again. Off where synthesis itself is to be measured.
  public var cachesSpeech: Bool
  /// Asked before a call is admitted: why one more call cannot be served now, or nil.
  public var refusal: @Sendable () -> String?

  public init(
    recogniser: any Recogniser, languageModel: any LanguageModel, synthesiser: any Synthesiser,
    cachesSpeech: Bool = true, refusal: @escaping @Sendable () -> String? = { nil }
  ) {
    self.recogniser = recogniser
    self.languageModel = languageModel
    self.synthesiser = synthesiser
    self.cachesSpeech = cachesSpeech
    self.refusal = refusal
  }
}

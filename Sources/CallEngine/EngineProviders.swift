public import Providers

/// The providers that a process's calls share.
public struct EngineProviders: Sendable {
  public var recogniser: any Recogniser
  public var languageModel: any LanguageModel
  public var synthesiser: any Synthesiser
  /// Spoken lines are kept and used again. Off where synthesis itself is to be measured.
  public var cachesSpeech: Bool
  /// Asked for every call, with its name and its rate: who hears and speaks for it alone. Nil: the two above, for all
  /// calls alike.
  public var scope: (@Sendable (_ call: String, _ rate: Int) -> CallProviders)?
  /// Nil: nobody counts what calls cost.
  public var costs: EngineCosts?
  /// A voice that needs no network: what is said when a provider fails is spoken by it at the start, in case the
  /// agent's own voice cannot.
  public var standIn: (any Synthesiser)?
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

  func of(call: String, rate: Int) -> CallProviders {
    scope?(call, rate) ?? CallProviders(recogniser: recogniser, synthesiser: synthesiser)
  }
}

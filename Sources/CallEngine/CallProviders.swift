public import Providers

/// Who hears and speaks for one call.
public struct CallProviders: Sendable {
  public var recogniser: any Recogniser
  public var synthesiser: any Synthesiser
  /// Whom speech that came from the cache would have been asked of, as prices name it.
  public var voiceName: String

  public init(recogniser: any Recogniser, synthesiser: any Synthesiser, voiceName: String = "") {
    self.recogniser = recogniser
    self.synthesiser = synthesiser
    self.voiceName = voiceName
  }
}

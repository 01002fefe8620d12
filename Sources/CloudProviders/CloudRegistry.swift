public import Conversation
public import Networking
public import Providers
internal import Synchronization
internal import Wire

/// Makes recognisers, language models and voices of what agents choose and the environment holds.
///
/// All that can be told without asking a vendor is told here, at the start: a key that is missing, and where it goes; a
/// vendor that does not do this kind of work; a model that is not one of the vendor's. What a registry makes shares the
/// registry's loop, and the voices of one vendor their sockets.
public final class CloudRegistry: Sendable {
  private let loop: ProviderLoop
  private let environment: CloudEnvironment
  private let timing: CloudTiming
  /// By base URL and key variable.
  private let pools = Mutex<[String: CartesiaPool]>([:])

  /// - Parameter environment: of the process: keys and `STARLING_<VENDOR>_URL`.
  public init(loop: ProviderLoop, environment: [String: String], timing: CloudTiming = CloudTiming()) {
    self.loop = loop
    self.environment = CloudEnvironment(environment)
    self.timing = timing
  }

  /// - Parameters:
  ///   - language: BCP 47, of the calls; English when empty.
  ///   - keyterms: names and terms to listen for.
  /// - Throws: `misconfigured`.
  public func recogniser(
    _ choice: ProviderChoice, language: String = "en-US", keyterms: [String] = []
  ) throws(ProviderError) -> any Recogniser {
    guard choice.vendor == .deepgram else { throw Self.wrongRole(choice, .recogniser) }
    let vendor = try environment.vendor(choice)
    let model = choice.model.isEmpty ? "nova-3" : choice.model
    if model.hasPrefix("flux-") {
      return FluxRecogniser(loop: loop, vendor: vendor, timing: timing, model: model, keyterms: keyterms)
    }
    try Self.check(
      model, of: vendor, begins: ["nova-", "enhanced", "base", "whisper"], or: ["flux-general-en"])
    return DeepgramRecogniser(
      loop: loop, vendor: vendor, timing: timing, model: model, language: language.isEmpty ? nil : language,
      keyterms: keyterms)
  }

  /// - Throws: `misconfigured`.
  public func model(_ choice: ProviderChoice) throws(ProviderError) -> any ChatModel {
    switch choice.vendor {
    case .anthropic:
      let vendor = try environment.vendor(choice)
      let model = choice.model.isEmpty ? "claude-haiku-4-5" : choice.model
      try Self.check(model, of: vendor, begins: ["claude-"])
      return AnthropicModel(loop: loop, vendor: vendor, timing: timing, model: model)
    case .openai:
      let vendor = try environment.vendor(choice)
      let isOpenAI = vendor.baseURL == CloudEnvironment.baseURL(.openai)
      guard isOpenAI || !choice.model.isEmpty else {
        throw vendor.misconfigured("name the model that the server at \(vendor.baseURL) has")
      }
      let model = choice.model.isEmpty ? "gpt-4.1-mini" : choice.model
      return OpenAIChatModel(
        loop: loop, vendor: vendor, timing: timing, model: model,
        // OpenAI's own wants the new name for its new models; no other server knows it.
        tokenLimitName: isOpenAI ? .maxCompletionTokens : .maxTokens)
    case .cartesia, .deepgram, .elevenlabs, .embedded, .scripted: throw Self.wrongRole(choice, .model)
    }
  }

  /// - Parameter sampleRate: 8000 or 16 000 Hz, the calls' own, so that nothing is resampled.
  /// - Throws: `misconfigured`.
  public func voice(
    _ choice: ProviderChoice, language: String = "en-US", sampleRate: Int = 16_000
  ) throws(ProviderError) -> any Synthesiser {
    guard sampleRate == 8000 || sampleRate == 16_000 else {
      throw .misconfigured("voices speak at 8000 or 16000 Hz, not at \(sampleRate)")
    }
    switch choice.vendor {
    case .cartesia: return try cartesia(choice, language, sampleRate)
    case .elevenlabs:
      let vendor = try environment.vendor(choice)
      let model = choice.model.isEmpty ? "eleven_flash_v2_5" : choice.model
      try Self.check(model, of: vendor, begins: ["eleven_"])
      let request = ElevenLabsRequest(
        voice: choice.voice.isEmpty ? "JBFqnCBsd6RMkjVDRZzb" : choice.voice, model: model,
        format: sampleRate == 8000 ? .linear16At8000 : .linear16At16000)
      return ElevenLabsSynthesiser(loop: loop, vendor: vendor, timing: timing, request: request)
    case .deepgram:
      let vendor = try environment.vendor(choice)
      let model = Self.auraModel(choice)
      try Self.check(model, of: vendor, begins: ["aura-"])
      return AuraSynthesiser(
        loop: loop, vendor: vendor, timing: timing, model: model, sampleRate: sampleRate)
    case .anthropic, .embedded, .openai, .scripted: throw Self.wrongRole(choice, .voice)
    }
  }

  /// All that is wrong with an agent's choices, to be told at the start and not in its first call.
  public func problems(with plan: ProviderPlan) -> [ProviderError] {
    var problems: [ProviderError] = []
    for role in ProviderVendor.Role.allCases {
      for choice in plan[role] where choice.vendor.keyVariable != nil {
        do throws(ProviderError) {
          switch role {
          case .recogniser: _ = try recogniser(choice)
          case .model: _ = try model(choice)
          case .voice: _ = try voice(choice)
          }
        } catch {
          problems.append(error)
        }
      }
    }
    return problems
  }

  private func cartesia(
    _ choice: ProviderChoice, _ language: String, _ sampleRate: Int
  ) throws(ProviderError) -> CartesiaSynthesiser {
    let vendor = try environment.vendor(choice)
    let model = choice.model.isEmpty ? "sonic-3" : choice.model
    try Self.check(model, of: vendor, begins: ["sonic"])
    let (loop, timing) = (loop, timing)
    let pool = pools.withLock { pools in
      if let pool = pools[vendor.baseURL] { return pool }
      let pool = CartesiaPool(loop: loop, vendor: vendor, timing: timing)
      pools[vendor.baseURL] = pool
      return pool
    }
    let short = String(language.prefix { $0 != "-" }).lowercased()
    return CartesiaSynthesiser(
      pool: pool, vendor: vendor, model: model,
      voice: choice.voice.isEmpty ? "f786b574-daa5-4673-aa0c-cbe3e8534c02" : choice.voice,
      language: short.isEmpty ? nil : short, sampleRate: sampleRate)
  }

  /// Deepgram's voices are models; `voice: thalia` is the voice of that name in English.
  private static func auraModel(_ choice: ProviderChoice) -> String {
    let name = choice.voice.isEmpty ? choice.model : choice.voice
    if name.isEmpty || name == "aura-2" { return "aura-2-thalia-en" }
    if name.hasPrefix("aura-") { return name }
    return choice.voice.isEmpty ? name : "aura-2-\(name)-en"
  }

  private static func wrongRole(_ choice: ProviderChoice, _ role: ProviderVendor.Role) -> ProviderError {
    let others = ProviderVendor.allCases.filter { $0.roles.contains(role) && $0.keyVariable != nil }
    return .misconfigured(
      "\(choice.vendor.rawValue) is no \(role.rawValue) over the network; "
        + others.map(\.rawValue).joined(separator: ", ") + (others.count == 1 ? " is" : " are"))
  }

  private static func check(
    _ model: String, of vendor: Vendor, begins prefixes: [String], or others: [String] = []
  ) throws(ProviderError) {
    let isPlain = model.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard isPlain, prefixes.contains(where: { model.hasPrefix($0) }) else {
      let known = (prefixes.map { "\($0)…" } + others).joined(separator: ", ")
      throw vendor.misconfigured("\"\(model)\" is none of its models, which are called \(known)")
    }
  }
}

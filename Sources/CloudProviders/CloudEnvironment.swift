internal import Conversation
internal import Providers

/// Keys and addresses of vendors, from the environment.
struct CloudEnvironment: Sendable {
  /// A class, so that no dump of whatever holds this shows the values.
  private final class Variables: Sendable, CustomReflectable {
    let values: [String: String]
    init(_ values: [String: String]) { self.values = values }
    var customMirror: Mirror { Mirror(self, children: []) }
  }

  private let variables: Variables

  init(_ values: [String: String]) { variables = Variables(values) }

  /// - Throws: `misconfigured`, with what to set where.
  func vendor(_ choice: ProviderChoice) throws(ProviderError) -> Vendor {
    let name = Self.name(choice.vendor)
    guard let variable = choice.vendor.keyVariable, let usual = Self.baseURL(choice.vendor) else {
      throw .misconfigured("\(choice.vendor.rawValue) is not used over the network")
    }
    let baseURL = try baseURL(choice, usual: usual)
    let key = try key(variable, name: name)
    // A server of one's own often wants no key.
    if key == nil, !(choice.vendor == .openai && baseURL != usual) {
      throw .misconfigured("\(name) needs a key: set \(variable) in the environment")
    }
    return Vendor(name: name, baseURL: baseURL, key: key, keyVariable: variable)
  }

  /// The secret that a variable holds, if it holds one.
  func secret(_ variable: String) -> ProviderKey? {
    variables.values[variable].flatMap { $0.isEmpty ? nil : ProviderKey($0) }
  }

  private func key(_ variable: String, name: String) throws(ProviderError) -> ProviderKey? {
    guard let text = variables.values[variable], !text.isEmpty else { return nil }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .misconfigured(
        "\(variable) holds a space, a line end or another character that is in no key of \(name): set it anew"
      )
    }
    return ProviderKey(text)
  }

  private func baseURL(_ choice: ProviderChoice, usual: String) throws(ProviderError) -> String {
    let variable = "STARLING_\(choice.vendor.rawValue.uppercased())_URL"
    let (text, place) =
      if !choice.baseURL.isEmpty {
        (choice.baseURL, "base_url")
      } else {
        (variables.values[variable] ?? "", variable)
      }
    guard !text.isEmpty else { return usual }
    var url = Substring(text)
    while url.hasSuffix("/") { url = url.dropLast() }
    let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard isPlain, let host = Self.host(url), !host.isEmpty, !url.contains("?"), !url.contains("#"),
      !host.contains("@")
    else {
      throw .misconfigured("\(place) is no address: write it like \(usual)")
    }
    // A key must not travel in the clear, except to a server of one's own.
    if url.hasPrefix("http://"), choice.vendor != .openai, !Self.isLoopback(host) {
      throw .misconfigured("\(place) must begin with https://: the key would be sent in the clear")
    }
    return String(url)
  }

  private static func host(_ url: Substring) -> Substring? {
    for scheme in ["https://", "http://"] where url.hasPrefix(scheme) {
      return url.dropFirst(scheme.count).prefix { $0 != "/" }
    }
    return nil
  }

  private static func isLoopback(_ host: Substring) -> Bool {
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
    return name == "localhost" || name == "::1" || name.hasPrefix("127.")
  }

  /// As people call it.
  private static func name(_ vendor: ProviderVendor) -> String {
    switch vendor {
    case .anthropic: "Anthropic"
    case .cartesia: "Cartesia"
    case .deepgram: "Deepgram"
    case .elevenlabs: "ElevenLabs"
    case .openai: "the OpenAI-compatible server"
    case .embedded, .scripted: vendor.rawValue
    }
  }

  /// Where a vendor is when nobody says otherwise.
  static func baseURL(_ vendor: ProviderVendor) -> String? {
    switch vendor {
    case .anthropic: "https://api.anthropic.com"
    case .cartesia: "https://api.cartesia.ai"
    case .deepgram: "https://api.deepgram.com"
    case .elevenlabs: "https://api.elevenlabs.io"
    case .openai: "https://api.openai.com/v1"
    case .embedded, .scripted: nil
    }
  }
}

extension ProviderSimulator {
  /// The environment in which an engine takes a simulator for every vendor.
  ///
  /// - Parameters:
  ///   - address: `https://127.0.0.1:PORT`, of the port that serves all by path.
  ///   - authority: the file of the authority that signed its certificate.
  ///   - keys: by variable, those that are not the simulator's own.
  public static func environment(
    address: String, authority: String, keys: [String: String] = [:]
  ) -> [String: String] {
    var environment = [
      "STARLING_PROVIDER_CA": authority, "STARLING_OPENAI_URL": address + "/v1", "NO_PROXY": "127.0.0.1",
      "no_proxy": "127.0.0.1",
    ]
    for vendor in ["DEEPGRAM", "ANTHROPIC", "CARTESIA", "ELEVENLABS"] {
      environment["STARLING_\(vendor)_URL"] = address
    }
    for key in keyVariables { environment[key] = keys[key] ?? "sim-key" }
    return environment
  }

  /// Where an engine looks for the vendors' keys.
  public static let keyVariables = [
    "DEEPGRAM_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "CARTESIA_API_KEY", "ELEVENLABS_API_KEY",
  ]
}

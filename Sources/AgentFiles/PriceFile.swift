public import Conversation
internal import Yams

/// What providers charge, from a YAML file; US dollars throughout.
///
/// ```yaml
/// line: {per_minute: 0.007}
/// recogniser: {deepgram/nova-3: {per_minute: 0.0077}}
/// model: {anthropic/claude-haiku-4-5: {input: 1, cached_input: 0.1, cache_write: 1.25, output: 5}}  # a million tokens
/// voice: {cartesia/sonic-3: {per_million_characters: 35}}
/// ```
public enum PriceFile {
  /// Reads one file. Every error names the file, and the line and column where there is one.
  public static func load(_ path: String) throws(AgentFileError) -> PriceTable {
    try parse(yaml: try AgentFile.text(of: path), name: path)
  }

  /// - Parameter name: names the text in errors.
  public static func parse(yaml: String, name: String) throws(AgentFileError) -> PriceTable {
    let root = try AgentFile.root(of: yaml, name: name)
    let map = try YAMLMapping(
      root, owner: "a price table", keys: ["line", "recogniser", "model", "voice"], file: name)
    var table = PriceTable()
    if let node = map.node("line") {
      table.linePerMinute = try price(node, "line", "per_minute", name)
    }
    for (vendor, node) in try entries("recogniser", in: map) {
      table.recognisers[vendor] = try price(node, vendor, "per_minute", name)
    }
    for (vendor, node) in try entries("voice", in: map) {
      table.voices[vendor] = try price(node, vendor, "per_million_characters", name)
    }
    for (vendor, node) in try entries("model", in: map) {
      let keys = ["input", "cached_input", "cache_write", "output"]
      let model = try YAMLMapping(node, owner: vendor, keys: keys, file: name)
      _ = try model.required("input")
      _ = try model.required("output")
      table.models[vendor] = PriceTable.Model(
        input: try model.number("input", in: prices) ?? 0,
        cachedInput: try model.number("cached_input", in: prices),
        cacheWrite: try model.number("cache_write", in: prices),
        output: try model.number("output", in: prices) ?? 0)
    }
    return table
  }

  private static let prices = 0.0...100_000.0

  private static func entries(
    _ key: String, in map: YAMLMapping
  ) throws(AgentFileError) -> [(name: String, node: Node)] {
    guard let node = map.node(key) else { return [] }
    return try YAMLMapping.pairs(of: node, key: key, file: map.file).map { ($0.key.string, $0.value) }
  }

  private static func price(
    _ node: Node, _ owner: String, _ key: String, _ file: String
  ) throws(AgentFileError) -> Double {
    let map = try YAMLMapping(node, owner: owner, keys: [key], file: file)
    _ = try map.required(key)
    return try map.number(key, in: prices) ?? 0
  }
}

/// E-mail and web addresses, said the way one spells them to somebody who writes along.
enum SpokenAddress {
  @Sendable static func email(_ token: String) -> String? {
    let token = token.lowercased().hasPrefix("mailto:") ? token.dropFirst(7) : token[...]
    let parts = token.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasSuffix(".") else {
      return nil
    }
    return spelled(parts[0]) + " at " + spelled(parts[1])
  }

  @Sendable static func web(_ token: String) -> String? {
    var rest = Substring(token)
    let lowered = token.lowercased()
    let scheme = ["https://", "http://"].first(where: lowered.hasPrefix)
    if let scheme { rest = rest.dropFirst(scheme.count) }
    let isWeb = scheme != nil || lowered.hasPrefix("www.") || isDomain(rest.prefix { !"/?#:".contains($0) })
    guard isWeb, !rest.isEmpty else { return nil }
    if rest.lowercased().hasPrefix("www.") { rest = rest.dropFirst(4) }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    return spelled(rest)
  }

  private static func isDomain(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last else { return false }
    return domains.contains(last.lowercased())
  }

  static func spelled(_ text: Substring) -> String {
    var words: [String] = []
    var run = ""
    for character in text {
      if character.isLetter {
        run.append(character)
        continue
      }
      if !run.isEmpty { words.append(run) }
      run = ""
      if let value = character.wholeNumberValue, (0...9).contains(value) {
        words.append(NumberWords.units[value])
      } else if let name = names[character] {
        words.append(name)
      }
    }
    if !run.isEmpty { words.append(run) }
    return words.joined(separator: " ")
  }

  private static let domains: Set<String> = [
    "com", "org", "net", "io", "ai", "co", "de", "uk", "eu", "us", "dev", "app", "gov", "edu", "info", "biz",
    "ca",
    "au", "nz", "ie", "fr", "ch", "at", "tv", "tech", "online", "store", "shop", "xyz", "health", "cloud",
    "example",
  ]
  private static let names: [Character: String] = [
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "+": "plus", "?": "question mark",
    "=": "equals",
    "&": "and", "#": "hash", ":": "colon", "%": "percent", "~": "tilde", "@": "at",
  ]
}

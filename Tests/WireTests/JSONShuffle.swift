/// JSON texts that mean the same and look different, by a seed.
enum JSONShuffle {
  /// An object of `members` in any order, with unknown members and white space between.
  static func object(_ members: [(String, String)], _ random: inout SeededGenerator) -> String {
    var members = members
    for index in 0..<Int.random(in: 0...3, using: &random) {
      members.append(("x\(index)", value(&random, depth: 3)))
    }
    members.shuffle(using: &random)
    let texts = members.map { key, value in
      "\(space(&random))\"\(key)\"\(space(&random)):\(space(&random))\(value)\(space(&random))"
    }
    return "\(space(&random)){\(texts.joined(separator: ","))\(space(&random))}\(space(&random))"
  }

  /// A number, as one or as a string.
  static func number(_ value: Int64, _ random: inout SeededGenerator) -> String {
    Bool.random(using: &random) ? "\(value)" : "\"\(value)\""
  }

  /// A string of base64, some of its slashes escaped.
  static func escapingSlashes(_ text: String, _ random: inout SeededGenerator) -> String {
    "\"" + text.map { $0 == "/" && Bool.random(using: &random) ? "\\/" : String($0) }.joined() + "\""
  }

  /// Every order of `items`.
  static func permutations(_ items: [String]) -> [[String]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { index in
      var rest = items
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }

  /// Any value at all, full of the names that a scanner looks for.
  private static func value(_ random: inout SeededGenerator, depth: Int) -> String {
    let names = [
      "event", "media", "payload", "chunk", "track", "stream_id", "a\\\"b", "\\\\", "\\u00e9", "\\/",
    ]
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: return "null"
    case 1: return "true"
    case 2: return "-12.5e+3"
    case 3: return "\"\(names.randomElement(using: &random) ?? "")\""
    case 4: return "\"\\uD83D\\uDE00 {[,]} \(names.randomElement(using: &random) ?? "")\""
    case 5:
      let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random, depth: depth - 1) }
      return "[\(space(&random))\(elements.joined(separator: " , "))]"
    default:
      let members = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        "\"\(names.randomElement(using: &random) ?? "")\":\(value(&random, depth: depth - 1))"
      }
      return "{\(members.joined(separator: ","))}"
    }
  }

  private static func space(_ random: inout SeededGenerator) -> String {
    ["", "", "", " ", "\n", "\t \r\n"].randomElement(using: &random) ?? ""
  }
}

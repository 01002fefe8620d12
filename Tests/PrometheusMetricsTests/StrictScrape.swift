/// A scrape of the text format 0.0.4, read as strictly as its description allows: what this reads, any scraper reads.
///
/// Every family has its `# HELP` and `# TYPE` once, before its samples, which stand together; no sample stands
/// twice; a histogram's buckets ascend, do not fall, end in `+Inf` and agree with `_count`.
struct StrictScrape {
  struct Sample: Equatable {
    var name: String
    var labels: [String: String]
    var value: Double
  }

  struct Family {
    var name: String
    var kind: String
    var help: String
    var samples: [Sample] = []
  }

  struct Fault: Error, CustomStringConvertible {
    var line: Int
    var description: String
  }

  private(set) var families: [String: Family] = [:]

  init(_ text: String) throws {
    // By scalars: a carriage return and a line feed would be one character.
    guard text.isEmpty || text.unicodeScalars.last == "\n" else {
      throw Fault(line: 0, description: "no last line feed")
    }
    var help: (name: String, text: String)?
    var open: String?
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    for (index, line) in lines.enumerated() {
      var reader = Reader(text: Array(line), line: index + 1)
      if reader.skip("# HELP ") {
        guard help == nil else { throw reader.fault("two HELP lines") }
        let name = try reader.name(allowsColon: true)
        try reader.expect(" ")
        guard families[name] == nil else { throw reader.fault("\(name) stands twice") }
        help = (name, try reader.help())
      } else if reader.skip("# TYPE ") {
        let name = try reader.name(allowsColon: true)
        try reader.expect(" ")
        let kind = reader.rest()
        guard let described = help, described.name == name else {
          throw reader.fault("TYPE without its HELP")
        }
        guard ["counter", "gauge", "histogram"].contains(kind) else { throw reader.fault("type \(kind)") }
        families[name] = Family(name: name, kind: kind, help: described.text)
        help = nil
        open = name
      } else {
        let sample = try reader.sample()
        guard help == nil, let open, let family = families[open] else {
          throw reader.fault("a sample outside its family")
        }
        guard Self.names(of: family).contains(sample.name) else {
          throw reader.fault("\(sample.name) inside of \(open)")
        }
        guard
          !family.samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels })
        else { throw reader.fault("\(sample.name) stands twice") }
        families[open]?.samples.append(sample)
      }
    }
    guard help == nil else { throw Fault(line: 0, description: "HELP without TYPE") }
    for family in families.values { try Self.check(family) }
  }

  /// The value of a series; nil when there is none.
  func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    for family in families.values {
      for sample in family.samples where sample.name == name && sample.labels == labels {
        return sample.value
      }
    }
    return nil
  }

  /// All series of a family together.
  func sum(_ name: String) -> Double { families[name]?.samples.reduce(0) { $0 + $1.value } ?? 0 }

  private static func names(of family: Family) -> [String] {
    family.kind == "histogram"
      ? ["\(family.name)_bucket", "\(family.name)_sum", "\(family.name)_count"] : [family.name]
  }

  private static func check(_ family: Family) throws {
    func fault(_ text: String) -> Fault { Fault(line: 0, description: "\(family.name): \(text)") }
    if family.kind == "counter" {
      guard family.name.hasSuffix("_total") else { throw fault("a counter without _total") }
      guard family.samples.allSatisfy({ $0.value >= 0 }) else { throw fault("a counter below 0") }
    }
    guard family.kind == "histogram" else { return }
    var series: [[String: String]: [(bound: Double, count: Double)]] = [:]
    for sample in family.samples where sample.name.hasSuffix("_bucket") {
      var labels = sample.labels
      guard let text = labels.removeValue(forKey: "le"), let bound = Reader.number(text) else {
        throw fault("a bucket without le")
      }
      series[labels, default: []].append((bound, sample.value))
    }
    let others = family.samples.filter { !$0.name.hasSuffix("_bucket") }
    guard others.count == series.count * 2 else { throw fault("sums and counts do not match the buckets") }
    for (labels, buckets) in series {
      for (first, second) in zip(buckets, buckets.dropFirst()) {
        guard first.bound < second.bound, first.count <= second.count else { throw fault("buckets fall") }
      }
      guard buckets.last?.bound == .infinity else { throw fault("no +Inf bucket") }
      let count = others.first { $0.name == "\(family.name)_count" && $0.labels == labels }
      guard count?.value == buckets.last?.count else { throw fault("_count is not the last bucket") }
      guard others.contains(where: { $0.name == "\(family.name)_sum" && $0.labels == labels }) else {
        throw fault("no _sum")
      }
    }
  }
}

extension StrictScrape {
  /// One line.
  private struct Reader {
    let text: [Unicode.Scalar]
    let line: Int
    var position = 0

    init(text: [Unicode.Scalar], line: Int) {
      self.text = text
      self.line = line
    }

    var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    func fault(_ description: String) -> Fault { Fault(line: line, description: description) }

    mutating func skip(_ wanted: String) -> Bool {
      let wanted = Array(wanted.unicodeScalars)
      guard text[position...].starts(with: wanted) else { return false }
      position += wanted.count
      return true
    }

    mutating func expect(_ wanted: String) throws {
      guard skip(wanted) else { throw fault("no \"\(wanted)\" at \(position)") }
    }

    mutating func rest() -> String {
      defer { position = text.count }
      var result = ""
      result.unicodeScalars.append(contentsOf: text[position...])
      return result
    }

    mutating func name(allowsColon: Bool) throws -> String {
      var result = ""
      while let scalar = next {
        switch scalar {
        case "a"..."z", "A"..."Z", "_": break
        case ":" where allowsColon: break
        case "0"..."9" where !result.isEmpty: break
        default:
          guard !result.isEmpty else { throw fault("no name") }
          return result
        }
        result.unicodeScalars.append(scalar)
        position += 1
      }
      guard !result.isEmpty else { throw fault("no name") }
      return result
    }

    mutating func help() throws -> String { try unescaped(until: nil, escapes: ["\\": "\\", "n": "\n"]) }

    mutating func sample() throws -> Sample {
      let name = try name(allowsColon: true)
      var labels: [String: String] = [:]
      if skip("{") {
        repeat {
          let label = try self.name(allowsColon: false)
          try expect("=\"")
          let value = try unescaped(until: "\"", escapes: ["\\": "\\", "n": "\n", "\"": "\""])
          guard labels.updateValue(value, forKey: label) == nil else { throw fault("\(label) twice") }
        } while skip(",")
        try expect("}")
      }
      try expect(" ")
      let text = rest()
      guard let value = Self.number(text) else { throw fault("\"\(text)\" is no number") }
      return Sample(name: name, labels: labels, value: value)
    }

    private mutating func unescaped(
      until end: Unicode.Scalar?, escapes: [Unicode.Scalar: Unicode.Scalar]
    ) throws -> String {
      var result = ""
      while let scalar = next {
        position += 1
        if scalar == end { return result }
        guard scalar != "\0" else { throw fault("a zero byte") }
        guard scalar == "\\" else {
          result.unicodeScalars.append(scalar)
          continue
        }
        guard let escape = next, let meant = escapes[escape] else { throw fault("a bad escape") }
        position += 1
        result.unicodeScalars.append(meant)
      }
      guard end == nil else { throw fault("no closing quote") }
      return result
    }

    static func number(_ text: String) -> Double? {
      switch text {
      case "NaN": .nan
      case "+Inf": .infinity
      case "-Inf": -.infinity
      default: text.contains(where: { !"0123456789+-.e".contains($0) }) ? nil : Double(text)
      }
    }
  }
}

import Foundation

/// A span as a collector got it: OTLP's JSON, read without the code that wrote it.
struct CollectedSpan {
  let trace: String
  let id: String
  let parent: String?
  let name: String
  let start: UInt64
  let end: UInt64
  /// Numbers as their text.
  let fields: [String: String]
  /// All that it says beside `fields`.
  let rest: String

  /// The spans of the bodies of many requests.
  static func all(in requests: [[String: Any]]) -> [CollectedSpan] {
    inside("resourceSpans", requests).flatMap { inside("scopeSpans", [$0]) }.flatMap { inside("spans", [$0]) }
      .compactMap(CollectedSpan.init)
  }

  /// What it says where no personal data may be.
  var unmarked: String {
    rest + fields.filter { !$0.key.hasPrefix("starling.pii.") }.map { "\($0)=\($1)" }.joined(separator: "\n")
  }

  var stage: String { fields["starling.stage"] ?? "" }
  var turn: String? { fields["starling.turn.number"] }

  private init?(_ object: [String: Any]) {
    guard let trace = object["traceId"] as? String, let id = object["spanId"] as? String,
      let name = object["name"] as? String,
      let start = (object["startTimeUnixNano"] as? String).flatMap({ UInt64($0) }),
      let end = (object["endTimeUnixNano"] as? String).flatMap({ UInt64($0) })
    else { return nil }
    (self.trace, self.id, self.name, self.start, self.end) = (trace, id, name, start, end)
    parent = object["parentSpanId"] as? String
    var fields = Self.fields(of: object)
    // Those of its events as well: what marks them is the same.
    for event in Self.inside("events", [object]) {
      for (key, value) in Self.fields(of: event) { fields[key, default: ""] += value }
    }
    self.fields = fields
    let events = Self.inside("events", [object]).compactMap { $0["name"] as? String }
    rest = "\(name)\n\(object["status"] ?? "")\n\(events)\n"
  }

  private static func inside(_ key: String, _ objects: [[String: Any]]) -> [[String: Any]] {
    objects.flatMap { $0[key] as? [[String: Any]] ?? [] }
  }

  private static func fields(of object: [String: Any]) -> [String: String] {
    inside("attributes", [object]).reduce(into: [:]) { fields, attribute in
      let value = attribute["value"] as? [String: Any]
      fields[attribute["key"] as? String ?? ""] = value?.values.first.map { "\($0)" } ?? ""
    }
  }
}

public import Foundation

/// What callsim wrote with `--json`: numbers by name. What is not there is nil and counts as not measured.
public struct CallsimResult: Equatable, Sendable {
  private var numbers: [String: Double]

  /// Reads one JSON object; members that are neither numbers nor objects of numbers are passed over. A number
  /// inside an object is named `outer.inner`.
  public init(parsing json: Data) throws(LoadReportError) {
    let value: Any
    do {
      value = try JSONSerialization.jsonObject(with: json)
    } catch {
      throw .unreadableResult("\(error.localizedDescription)")
    }
    guard let object = value as? [String: Any] else { throw .unreadableResult("it is not an object") }
    numbers = Self.flattened(object, prefix: "")
  }

  public init(_ numbers: [String: Double]) { self.numbers = numbers }

  private static func flattened(_ object: [String: Any], prefix: String) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for (name, value) in object {
      if let inner = value as? [String: Any] {
        numbers.merge(flattened(inner, prefix: "\(prefix)\(name).")) { first, _ in first }
      } else if let number = value as? NSNumber {
        numbers[prefix + name] = number.doubleValue
      }
    }
    return numbers
  }

  public subscript(_ name: String) -> Double? { numbers[name] }

  /// False when callsim says of itself that it was too slow for its findings to mean anything.
  public var isValid: Bool { self["valid"] != 0 }
  /// User and system time of the engine over the measured window, in cores.
  public var engineCores: Double? { self["engineCores"] }
  /// Resident memory of the engine at the window's end, and of that what each call added.
  public var engineMemoryMiB: Double? { self["engineResidentBytes"].map { $0 / 1_048_576 } }
  public var memoryPerCallKiB: Double? { self["engineBytesPerCall"].map { $0 / 1_024 } }
  /// The agent's messages that came more than 20 ms after the audio before them had ended.
  public var lateMessages: Double? { self["lateMessages"] }
  /// All of the agent's messages of audio.
  public var agentMessages: Double? { self["agentMessages"] }
  public var framesSent: Double? { self["framesSent"] }
  public var turnsAsked: Double? { self["turnsAsked"] }
  /// In full.
  public var turnsAnswered: Double? { self["turnsAnswered"] }
  /// End of a caller's speech to the agent's first audio, in ms.
  public var responseP50Ms: Double? { self["responseP50Ms"] }
  public var responseP99Ms: Double? { self["responseP99Ms"] }

  /// First speech over the agent to `clear`, p95 in ms; without end when more than a twentieth was never cleared for.
  public var clearP95Ms: Double? {
    guard let interruptions = self["interruptions"], interruptions > 0 else { return nil }
    return (self["clearsMissed"] ?? 0) > interruptions / 20 ? .infinity : self["clearP95Ms"]
  }

  /// Calls that were refused, never connected, or lost on the way.
  public var callsFailed: Double? {
    let counts = ["refused", "notConnected", "lost"].compactMap { self[$0] }
    return counts.isEmpty ? nil : counts.reduce(0, +)
  }
}

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

  /// User and system time of the engine over the measured window, in cores.
  public var engineCores: Double? { self["engineCores"] }
  /// Resident memory of the engine for each call added, in KiB.
  public var memoryPerCallKiB: Double? { self["engineMemoryPerCallKiB"] }
  /// Frames of the agent that came more than 20 ms after their own schedule.
  public var lateFrames: Double? { self["lateFrames"] ?? self["gaps"] }
  /// The agent's audio against its own schedule, in ms.
  public var agentLatenessP99Ms: Double? { self["agentLatenessP99Ms"] }
  public var framesSent: Double? { self["framesSent"] }
  public var turnsAsked: Double? { self["turnsAsked"] }
  /// In full.
  public var turnsAnswered: Double? { self["turnsAnswered"] }
  /// End of a caller's speech to the agent's first audio, in ms.
  public var responseP50Ms: Double? { self["responseP50Ms"] }
  public var responseP99Ms: Double? { self["responseP99Ms"] }
  public var interruptions: Double? { self["interruptions"] }
  /// First speech over the agent to `clear`, in ms.
  public var clearP95Ms: Double? { self["clearP95Ms"] }
  /// How late callsim itself was, in ms: above ten its findings mean nothing.
  public var ownLatenessP99Ms: Double? { self["ownLatenessP99Ms"] }
  public var ownCores: Double? { self["ownCores"] }
}

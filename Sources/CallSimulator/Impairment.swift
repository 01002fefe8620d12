/// What a bad network does to the caller's frames before they reach the WebSocket.
public struct Impairment: Sendable, Equatable {
  /// Shares of frames, 0…1.
  public var loss = 0.0
  public var reorder = 0.0
  public var duplicate = 0.0
  /// The longest extra delay of a frame, in milliseconds.
  public var jitterMs = 0

  public init() {}

  /// Reads `loss=1%,reorder=2%,duplicate=1%,jitter=30ms`.
  public init(parsing text: String) throws(SimulatorError) {
    for item in text.split(separator: ",") {
      let parts = item.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces() }
      guard parts.count == 2 else { throw .badOption("--impair wants name=value, not \"\(item)\"") }
      switch parts[0] {
      case "loss": loss = try Self.share(parts[1], of: "loss")
      case "reorder": reorder = try Self.share(parts[1], of: "reorder")
      case "duplicate": duplicate = try Self.share(parts[1], of: "duplicate")
      case "jitter":
        guard parts[1].hasSuffix("ms"), let value = Int(parts[1].dropLast(2)), (0...1_000).contains(value)
        else {
          throw .badOption("jitter is given as 0ms to 1000ms, not \"\(parts[1])\"")
        }
        jitterMs = value
      default: throw .badOption("unknown impairment \"\(parts[0])\"; use loss, reorder, duplicate or jitter")
      }
    }
  }

  private static func share(_ text: String, of name: String) throws(SimulatorError) -> Double {
    guard text.hasSuffix("%"), let value = Double(text.dropLast()), (0...100).contains(value) else {
      throw .badOption("\(name) is given as 0% to 100%, not \"\(text)\"")
    }
    return value / 100
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

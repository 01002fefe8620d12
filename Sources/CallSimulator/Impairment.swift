public import Audio

/// What a bad network does to the caller's frames before they reach the WebSocket.
public struct Impairment: Sendable, Equatable {
  /// Frames are held back for `length` once in every `period`, and then come all at once.
  public struct Stall: Sendable, Equatable {
    public var length: MediaTime
    public var period: MediaTime
  }

  /// Shares of frames, 0…1.
  public var loss = 0.0
  public var reorder = 0.0
  public var duplicate = 0.0
  /// The longest extra delay of a frame, in milliseconds.
  public var jitterMs = 0
  public var stall: Stall?

  public init() {}

  /// Reads `loss=1%,reorder=2%,duplicate=1%,jitter=30ms,stall=500ms/10s`.
  public init(parsing text: String) throws(SimulatorError) {
    for item in text.split(separator: ",") {
      let parts = item.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces() }
      guard parts.count == 2 else { throw .badOption("--impair wants name=value, not \"\(item)\"") }
      switch parts[0] {
      case "loss": loss = try Self.share(parts[1], of: "loss")
      case "reorder": reorder = try Self.share(parts[1], of: "reorder")
      case "duplicate": duplicate = try Self.share(parts[1], of: "duplicate")
      case "jitter": jitterMs = try Self.jitter(parts[1])
      case "stall": stall = try Self.stall(parts[1])
      default:
        throw .badOption("unknown impairment \"\(parts[0])\"; use loss, reorder, duplicate, jitter or stall")
      }
    }
  }

  /// When a frame that is due at `due` on the call's clock gets through a stall; `phase` (0…1) tells the calls'
  /// stalls apart.
  func release(_ due: MediaTime, phase: Double) -> MediaTime {
    guard let stall else { return due }
    let offset = Int64(phase * Double(stall.period.nanoseconds))
    // The first stall comes after at least one whole period less its length, never in the call's first words.
    let position = due.nanoseconds - offset
    guard position >= 0 else { return due }
    let within = position % stall.period.nanoseconds
    return within < stall.length.nanoseconds
      ? due + MediaTime(nanoseconds: stall.length.nanoseconds - within) : due
  }

  private static func share(_ text: String, of name: String) throws(SimulatorError) -> Double {
    guard text.hasSuffix("%"), let value = Double(text.dropLast()), (0...100).contains(value) else {
      throw .badOption("\(name) is given as 0% to 100%, not \"\(text)\"")
    }
    return value / 100
  }

  private static func jitter(_ text: String) throws(SimulatorError) -> Int {
    guard text.hasSuffix("ms"), let value = Int(text.dropLast(2)), (0...1_000).contains(value) else {
      throw .badOption("jitter is given as 0ms to 1000ms, not \"\(text)\"")
    }
    return value
  }

  private static func stall(_ text: String) throws(SimulatorError) -> Stall {
    let parts = text.split(separator: "/")
    guard parts.count == 2, let length = time(parts[0]), let period = time(parts[1]), length > .zero,
      length < period, period <= .seconds(Int64(3_600))
    else {
      throw .badOption("stall is given as a length and its period, as in 500ms/10s, not \"\(text)\"")
    }
    return Stall(length: length, period: period)
  }

  private static func time(_ text: Substring) -> MediaTime? {
    if text.hasSuffix("ms") { return Int64(text.dropLast(2)).map { .milliseconds(min($0, 1 << 30)) } }
    guard text.hasSuffix("s"), let seconds = Int64(text.dropLast()) else { return nil }
    return .seconds(min(seconds, 1 << 30))
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

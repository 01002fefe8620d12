import Foundation

/// How long a vendor takes for something: log-normal, by its median and its 95th percentile.
public struct ServiceTime: Sendable, Equatable {
  /// What takes time, with its usual figures in milliseconds.
  public enum Stage: String, Sendable, CaseIterable {
    case deepgramConnect = "deepgram.connect"
    case deepgramInterim = "deepgram.interim"
    case deepgramFinal = "deepgram.final"
    case fluxUpdate = "flux.update"
    case fluxTurn = "flux.turn"
    case auraFirst = "aura.first"
    case auraPace = "aura.pace"
    case anthropicFirst = "anthropic.first"
    case anthropicToken = "anthropic.token"
    case openaiFirst = "openai.first"
    case openaiToken = "openai.token"
    case cartesiaFirst = "cartesia.first"
    case cartesiaPace = "cartesia.pace"
    case elevenlabsFirst = "elevenlabs.first"
    case elevenlabsPace = "elevenlabs.pace"
    case webhook = "webhook"
    case otlp = "otlp"

    /// Of the kind that public comparisons report for a client near the vendor.
    public var usual: ServiceTime {
      switch self {
      case .deepgramConnect: ServiceTime(p50: 30, p95: 90)
      case .deepgramInterim: ServiceTime(p50: 120, p95: 220)
      case .deepgramFinal: ServiceTime(p50: 150, p95: 300)
      case .fluxUpdate: ServiceTime(p50: 100, p95: 180)
      case .fluxTurn: ServiceTime(p50: 90, p95: 200)
      case .auraFirst: ServiceTime(p50: 180, p95: 350)
      case .anthropicFirst: ServiceTime(p50: 450, p95: 900)
      case .anthropicToken: ServiceTime(p50: 14, p95: 40)
      case .openaiFirst: ServiceTime(p50: 380, p95: 850)
      case .openaiToken: ServiceTime(p50: 12, p95: 35)
      case .cartesiaFirst: ServiceTime(p50: 90, p95: 190)
      case .elevenlabsFirst: ServiceTime(p50: 140, p95: 300)
      case .auraPace, .cartesiaPace, .elevenlabsPace: ServiceTime(p50: 20, p95: 45)
      case .webhook: ServiceTime(p50: 80, p95: 250)
      case .otlp: ServiceTime(p50: 5, p95: 15)
      }
    }
  }

  /// Milliseconds.
  public let p50: Double
  public let p95: Double

  /// - Parameters: milliseconds, `0 <= p50 <= p95`; a smaller p95 counts as p50.
  public init(p50: Double, p95: Double) {
    self.p50 = max(0, p50)
    self.p95 = max(self.p50, p95)
  }

  /// One time in seconds, never more than a minute.
  public func draw(_ random: inout SimulatorRandom) -> Double {
    guard p50 > 0 else { return 0 }
    // Box and Muller; the 95th percentile of the normal distribution is 1.6449.
    let radius = (-2 * log(max(1e-12, random.fraction()))).squareRoot()
    let normal = radius * cos(2 * .pi * random.fraction())
    return min(60, p50 * exp(log(p95 / p50) / 1.6449 * normal) / 1000)
  }

  /// Reads `NAME=P50,P95`; `all=0,0` is for every stage.
  public static func parse(_ text: String) throws(SimulatorError) -> [Stage: ServiceTime] {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw .unusableLatency(text, reason: "there is no '='") }
    let numbers = parts[1].split(separator: ",").map { Double($0) }
    guard numbers.count == 2, let p50 = numbers[0], let p95 = numbers[1], p50 >= 0, p95 >= p50, p95 <= 60_000
    else {
      throw .unusableLatency(text, reason: "'\(parts[1])' is not P50,P95 with 0 <= P50 <= P95 <= 60000")
    }
    let time = ServiceTime(p50: p50, p95: p95)
    if parts[0] == "all" { return Dictionary(uniqueKeysWithValues: Stage.allCases.map { ($0, time) }) }
    guard let stage = Stage(rawValue: parts[0]) else {
      let known = Stage.allCases.map(\.rawValue).joined(separator: ", ")
      throw .unusableLatency(text, reason: "no stage is called '\(parts[0])' (known: all, \(known))")
    }
    return [stage: time]
  }
}

/// Somebody who calls. The synthetic ones are made different people by their pitch, formants and pace.
struct TurnsVoice: Sendable {
  enum Source: String, Sendable { case joe, awb, kal16, recordings }

  var name: String
  var source: Source
  /// Above 1 higher and smaller, below 1 lower and bigger; the pace goes with it.
  var pitch = 1.0

  static let train = [
    TurnsVoice(name: "joe", source: .joe),
    TurnsVoice(name: "joe, lower", source: .joe, pitch: 0.9),
    TurnsVoice(name: "awb", source: .awb),
    TurnsVoice(name: "recordings A", source: .recordings),
  ]

  static let test = [
    TurnsVoice(name: "joe, higher", source: .joe, pitch: 1.13),
    TurnsVoice(name: "kal16", source: .kal16),
    TurnsVoice(name: "awb, higher", source: .awb, pitch: 1.12),
    TurnsVoice(name: "recordings B", source: .recordings),
  ]

  /// The agent's own.
  static let agent = TurnsVoice(name: "agent", source: .joe)
}

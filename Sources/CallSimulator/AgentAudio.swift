internal import Audio

/// What the agent's payloads sound like and how long they last.
enum AgentAudio {
  static func length(of payload: [UInt8], _ options: SimulationOptions) -> MediaTime {
    guard options.agentBytesPerSecond > 0 else { return .milliseconds(20) }
    return .samples(payload.count, rate: options.agentBytesPerSecond)
  }

  /// At 8 kHz, for recordings; codecs with state are left out and give silence of the right length.
  static func decode(_ payload: [UInt8], _ options: SimulationOptions) -> [Int16] {
    switch options.agentCodec {
    case .pcmu: return payload.map { G711.decode($0, law: .mu) }
    case .pcma: return payload.map { G711.decode($0, law: .a) }
    default:
      let length = length(of: payload, options)
      return [Int16](repeating: 0, count: length.samples(rate: CallRecorder.rate))
    }
  }
}

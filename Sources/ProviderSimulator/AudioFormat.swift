/// How audio is written: s16 little-endian, or G.711 at one byte a sample; one channel.
struct AudioFormat: Equatable, Hashable, Sendable {
  enum Encoding: String, Sendable {
    case linear16
    case float32
    case mulaw
    case alaw

    var bytesPerSample: Int {
      switch self {
      case .linear16: 2
      case .float32: 4
      case .mulaw, .alaw: 1
      }
    }
  }

  var encoding: Encoding
  /// Samples a second.
  var rate: Int

  init(encoding: Encoding, rate: Int) {
    self.encoding = encoding
    self.rate = rate
  }

  /// Deepgram's `encoding` and `sample_rate` for audio that comes in; nil when it is none of ours.
  init?(listening request: SimulatedRequest) {
    guard let name = request.query["encoding"], let encoding = Encoding(rawValue: name), encoding != .float32,
      let rate = request.query["sample_rate"].flatMap(Int.init), (8000...48_000).contains(rate),
      (request.query["channels"] ?? "1") == "1"
    else { return nil }
    self.init(encoding: encoding, rate: rate)
  }

  /// Deepgram's `encoding` and `sample_rate` for audio that goes out.
  init?(speaking request: SimulatedRequest) {
    let name = request.query["encoding"] ?? "linear16"
    guard let encoding = Encoding(rawValue: name), encoding != .float32 else { return nil }
    let usual = encoding == .linear16 ? 24_000 : 8000
    let rate = request.query["sample_rate"].map { Int($0) ?? 0 } ?? usual
    let allowed = encoding == .linear16 ? [8000, 16_000, 24_000, 48_000] : [8000, 16_000]
    guard allowed.contains(rate) else { return nil }
    self.init(encoding: encoding, rate: rate)
  }

  /// Cartesia's `output_format`.
  init?(cartesia format: [String: Any]) {
    guard format["container"] as? String == "raw", let rate = format["sample_rate"] as? Int,
      [8000, 16_000, 22_050, 24_000, 48_000].contains(rate)
    else { return nil }
    switch format["encoding"] as? String {
    case "pcm_s16le": self.init(encoding: .linear16, rate: rate)
    case "pcm_f32le": self.init(encoding: .float32, rate: rate)
    case "pcm_mulaw": self.init(encoding: .mulaw, rate: rate)
    case "pcm_alaw": self.init(encoding: .alaw, rate: rate)
    default: return nil
    }
  }

  /// ElevenLabs' `output_format`; nil for MP3 and Opus, which are not simulated.
  init?(elevenlabs name: String) {
    let parts = name.split(separator: "_").map(String.init)
    guard parts.count == 2, let rate = Int(parts[1]) else { return nil }
    switch parts[0] {
    case "pcm" where [8000, 16_000, 22_050, 24_000, 48_000].contains(rate):
      self.init(encoding: .linear16, rate: rate)
    case "ulaw" where rate == 8000: self.init(encoding: .mulaw, rate: rate)
    case "alaw" where rate == 8000: self.init(encoding: .alaw, rate: rate)
    default: return nil
    }
  }

  // MARK: Samples

  func decode(_ bytes: [UInt8]) -> [Int16] {
    switch encoding {
    case .linear16:
      stride(from: 0, to: bytes.count - 1, by: 2).map {
        Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
      }
    case .float32: []
    case .mulaw: bytes.map { Self.muLawValues[Int($0)] }
    case .alaw: bytes.map { Self.aLawValues[Int($0)] }
    }
  }

  func encode(_ samples: ArraySlice<Int16>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * encoding.bytesPerSample)
    switch encoding {
    case .linear16:
      for sample in samples {
        bytes.append(UInt8(truncatingIfNeeded: sample))
        bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
      }
    case .float32:
      for sample in samples {
        let bits = (Float(sample) / 32768).bitPattern
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(shift))) }
      }
    case .mulaw: for sample in samples { bytes.append(Self.muLaw(sample)) }
    case .alaw: for sample in samples { bytes.append(Self.aLaw(sample)) }
    }
    return bytes
  }

  // ITU-T G.711, written again here: the simulator must not share a mistake with the engine.

  private static let muLawValues: [Int16] = (0..<256).map { code in
    let bits = ~UInt8(code)
    let magnitude = ((Int(bits & 0x0F) << 3) + 0x84) << Int(bits >> 4 & 7) - 0x84
    return Int16(bits & 0x80 != 0 ? -magnitude : magnitude)
  }

  private static let aLawValues: [Int16] = (0..<256).map { code in
    let bits = UInt8(code) ^ 0x55
    let exponent = Int(bits >> 4 & 7)
    var magnitude = Int(bits & 0x0F) << 4 + 8
    if exponent > 0 { magnitude = (magnitude + 0x100) << (exponent - 1) }
    return Int16(bits & 0x80 != 0 ? magnitude : -magnitude)
  }

  private static func muLaw(_ sample: Int16) -> UInt8 {
    let sign: UInt8 = sample < 0 ? 0x80 : 0
    let magnitude = min(abs(Int(sample)), 32_635) + 0x84
    let exponent = max(0, Int.bitWidth - magnitude.leadingZeroBitCount - 8)
    let mantissa = UInt8(magnitude >> (exponent + 3) & 0x0F)
    return ~(sign | UInt8(exponent) << 4 | mantissa)
  }

  private static func aLaw(_ sample: Int16) -> UInt8 {
    let sign: UInt8 = sample >= 0 ? 0x80 : 0
    let magnitude = min(sample >= 0 ? Int(sample) : -Int(sample) - 1, 32_767)
    let exponent = max(0, Int.bitWidth - magnitude.leadingZeroBitCount - 8)
    let mantissa = UInt8((exponent == 0 ? magnitude >> 4 : magnitude >> (exponent + 3)) & 0x0F)
    return (sign | UInt8(exponent) << 4 | mantissa) ^ 0x55
  }
}

internal import Audio
internal import Bytes
internal import Providers

/// Reads numbers and texts from a block; nil once the bytes do not hold what is asked for.
struct LogCursor {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func varint() -> UInt64? {
    var number = Varint()
    while let byte = byte() {
      switch number.add(byte) {
      case .more: continue
      case .whole(let value): return value
      case .tooLong: return nil
      }
    }
    return nil
  }

  mutating func zigzag() -> Int64? {
    varint().map { Varint.unzigzag($0) }
  }

  mutating func number() -> Int? { zigzag().map { Int($0) } }

  mutating func time() -> MediaTime? { zigzag().map { MediaTime(nanoseconds: $0) } }

  mutating func word32() -> UInt32? {
    guard bytes.count - position >= 4 else { return nil }
    defer { position += 4 }
    return unsafe bytes.span.bytes.littleEndian(UInt32.self, at: position)
  }

  mutating func run() -> [UInt8]? {
    guard let count = varint(), count <= UInt64(bytes.count - position) else { return nil }
    defer { position += Int(count) }
    return [UInt8](bytes[position..<position + Int(count)])
  }

  mutating func text() -> String? {
    guard let run = run(), run.count <= LogFormat.mostTextBytes else { return nil }
    return String(validating: run, as: UTF8.self)
  }

  mutating func error() -> ProviderError? {
    guard let kind = byte(), let reason = text() else { return nil }
    switch kind {
    case 0: return .misconfigured(reason)
    case 1: return .overloaded(reason)
    case 2: return .failed(reason)
    case 3: return .rejectedKey(reason)
    case 4: return time().map { .rateLimited(reason, retryAfter: $0 < .zero ? nil : $0) }
    case 5: return ProviderPhase(rawValue: reason).map { .noProgress($0) }
    case 6: return .unusableAnswer(reason)
    default: return nil
    }
  }
}

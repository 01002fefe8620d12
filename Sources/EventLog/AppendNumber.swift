internal import Audio
internal import Bytes
internal import Providers

/// Numbers and texts as an event log has them.
extension [UInt8] {
  mutating func appendZigzag(_ number: Int64) { appendVarint(Varint.zigzag(number)) }

  mutating func appendNumber(_ number: Int) { appendZigzag(Int64(number)) }

  mutating func appendText(_ text: String) {
    appendVarint(UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  mutating func appendRun(_ run: Span<UInt8>) {
    appendVarint(UInt64(run.count))
    unsafe run.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  mutating func appendError(_ error: ProviderError) {
    switch error {
    case .misconfigured(let reason):
      append(0)
      appendText(reason)
    case .overloaded(let reason):
      append(1)
      appendText(reason)
    case .failed(let reason):
      append(2)
      appendText(reason)
    case .rejectedKey(let reason):
      append(3)
      appendText(reason)
    case .rateLimited(let reason, let wait):
      append(4)
      appendText(reason)
      appendZigzag(wait?.nanoseconds ?? -1)
    case .noProgress(let phase):
      append(5)
      appendText(phase.rawValue)
    case .unusableAnswer(let reason):
      append(6)
      appendText(reason)
    }
  }
}

import Audio
import Benchmark

/// One push and one pop on the same thread, so that no time is spent waiting for the other side.
func ringBenchmarks() {
  measure("frame ring push and pop, 160 bytes") { count, begin in
    let ring = FrameRing(capacity: 16, slotBytes: 640)
    let payload = Signal.bytes(160)
    let header = FrameHeader(track: .inbound, chunk: 1, sequence: 1, timestampMs: 20, arrival: .zero)
    begin()
    for _ in count {
      let result = ring.push(header) { output in
        append(payload.span, to: &output)
        return true
      }
      blackHole(result)
      blackHole(ring.pop { _, bytes in blackHole(bytes.count) })
    }
  }
  measure("message ring push and pop, 1068 bytes") { count, begin in
    let ring = MessageRing(capacity: 16_384)
    let payload = Signal.bytes(1_068)
    begin()
    for _ in count {
      blackHole(ring.push(maxBytes: 1_068) { append(payload.span, to: &$0) })
      let taken = ring.withNext { _, bytes in
        blackHole(bytes.count)
        return true
      }
      blackHole(taken)
    }
  }
}

private func append(_ bytes: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
  for index in bytes.indices { output.append(bytes[index]) }
}

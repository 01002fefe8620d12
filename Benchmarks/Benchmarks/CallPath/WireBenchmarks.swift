import Benchmark
import Wire

func wireBenchmarks() {
  measure("scan a media message, 20 ms PCMU") { count, begin in
    let message = mediaMessage(Signal.bytes(160))
    begin()
    for _ in count { blackHole(try? TelnyxScanner.scan(message.span)) }
  }
  measure("base64 decode, 160 bytes") { count, begin in
    let text = base64(Signal.bytes(160))
    var bytes = [UInt8]()
    bytes.reserveCapacity(256)
    begin()
    for _ in count {
      bytes.removeAll(keepingCapacity: true)
      bytes.append(addingCapacity: 160) { blackHole(Base64.decode(text.span, into: &$0)) }
      blackHole(bytes)
    }
  }
  measure("base64 encode, 160 bytes") { count, begin in
    let bytes = Signal.bytes(160)
    var text = [UInt8]()
    text.reserveCapacity(256)
    begin()
    for _ in count {
      text.removeAll(keepingCapacity: true)
      text.append(addingCapacity: 216) { blackHole(Base64.encode(bytes.span, into: &$0)) }
      blackHole(text)
    }
  }
  measure("encode an outbound message, 100 ms PCMU") { count, begin in
    let payload = Signal.bytes(800)
    let size = TelnyxEncoder.mediaMessageSize(payloadBytes: payload.count)
    var message = [UInt8]()
    message.reserveCapacity(2 * size)
    begin()
    for _ in count {
      message.removeAll(keepingCapacity: true)
      message.append(addingCapacity: size) {
        blackHole(TelnyxEncoder.encodeMedia(payload.span, into: &$0))
      }
      blackHole(message)
    }
  }
}

private func mediaMessage(_ payload: [UInt8]) -> [UInt8] {
  let media = TelnyxCarrierMedia(chunk: 1_204, timestampMs: 24_080, sequence: 1_207)
  let encoder = TelnyxCarrierEncoder(streamID: "32dfd3b1-2f1a-4d3c-9b6e-0c6a4c1b7f10")
  return [UInt8](capacity: encoder.mediaMessageSize(media, payloadBytes: payload.count)) {
    _ = encoder.encodeMedia(media, payload: payload.span, into: &$0)
  }
}

private func base64(_ bytes: [UInt8]) -> [UInt8] {
  [UInt8](capacity: Base64.encodedSize(bytes.count)) { _ = Base64.encode(bytes.span, into: &$0) }
}

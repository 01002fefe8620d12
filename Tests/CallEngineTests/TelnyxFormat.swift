import Testing
import Wire

/// What a stream announces, with a name that test output can show.
struct TelnyxFormat: Sendable, CustomTestStringConvertible {
  let value: TelnyxMediaFormat

  init(_ encoding: String = "PCMU", _ sampleRate: Int = 8_000) {
    value = TelnyxMediaFormat(encoding: encoding, sampleRate: sampleRate)
  }

  var testDescription: String { "\(value.encoding) at \(value.sampleRate) Hz" }
}

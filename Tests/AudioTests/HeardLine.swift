import Audio

/// A concealer together with what was heard, as its users keep it.
struct HeardLine: ~Copyable {
  private var concealer: Concealer
  private var recent: [Int16] = []

  init(sampleRate: Int) { concealer = Concealer(sampleRate: sampleRate) }

  var isConcealing: Bool { concealer.isConcealing }

  mutating func hear(_ frame: inout MutableSpan<Int16>) {
    concealer.heard(&frame)
    Self.remember(frame.span, concealer.memory, &recent)
  }

  mutating func conceal(into frame: inout MutableSpan<Int16>) {
    let before = recent
    concealer.conceal(into: &frame, after: before.span)
    Self.remember(frame.span, concealer.memory, &recent)
  }

  private static func remember(_ frame: Span<Int16>, _ memory: Int, _ recent: inout [Int16]) {
    for index in frame.indices { recent.append(frame[index]) }
    recent.removeFirst(max(0, recent.count - memory))
  }
}

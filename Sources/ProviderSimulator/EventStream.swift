/// The events of one answer (a response, an utterance, a generation) on their way out, with at most one fault among
/// them.
final class EventStream {
  enum Event {
    /// A WebSocket text message, or the data of a server-sent event.
    case text(String)
    /// A server-sent event with a name.
    case named(String, String)
    case binary([UInt8])
  }

  enum Framing { case webSocket, serverSentEvents, body }

  let connection: Connection
  let fault: Fault?
  /// What the vendor says when something breaks in the middle of an answer.
  var errorEvent: Event?
  private let framing: Framing
  private var sent = 0
  private var held: Event?
  private var isDone = false
  private var hasStruck = false

  init(connection: Connection, vendor: Vendor, framing: Framing) {
    self.connection = connection
    self.framing = framing
    fault = connection.context.faults.draw(vendor, .answer)
    if fault != nil { connection.context.tally.count(vendor) { $0.faults += 1 } }
  }

  // MARK: What the content must know

  func has(_ kind: Fault.Kind) -> Bool { fault?.kind == kind }

  /// What becomes of a text that people are to read or hear.
  func content(_ text: String) -> String {
    switch fault?.kind {
    case .wrongLanguage: "对不起，我现在不能回答这个问题。Entschuldigung, das geht gerade nicht."
    case .controlCharacters:
      "\u{1B}[31m" + text.split(separator: " ").joined(separator: " \u{0}\u{7}\u{202E}")
    default: text
    }
  }

  // MARK: Sending

  func send(_ event: Event) {
    guard !isDone, !connection.isClosed else { return }
    let position = sent
    sent += 1
    guard let fault, reached(fault, at: position) else { return emit(event) }
    strike(fault, event)
  }

  /// The last event of the answer.
  func sendLast(_ event: Event) {
    guard !isDone else { return }
    if let fault, fault.place == .end {
      sent += 1
      strike(fault, event)
    } else {
      send(event)
    }
    finish()
  }

  /// Nothing more is sent.
  func finish() {
    if let held { emit(held) }
    held = nil
    isDone = true
  }

  private func reached(_ fault: Fault, at position: Int) -> Bool {
    switch fault.place {
    case .start: true
    case .after(let events): position >= events
    case .connect, .end, .now: false
    }
  }

  private func strike(_ fault: Fault, _ event: Event) {
    let isFirst = !hasStruck
    hasStruck = true
    switch fault.kind {
    case .stall:
      if isFirst { connection.stall(for: fault.value) }
      emit(event)
    case .silence:
      if isFirst, !isVoice { connection.stall(for: fault.value ?? 10) }
      emit(event)
    case .drip:
      if isFirst { connection.drip(bytesPerSecond: fault.value ?? 64) }
      emit(event)
    case .close:
      isDone = true
      connection.abort()
    case .halfMessage:
      let bytes = frame(event)
      connection.write(Array(bytes.prefix(max(1, bytes.count / 2))))
      isDone = true
      connection.stall(for: nil)
      connection.after(0.02) { [connection] in connection.abort() }
    case .invalidJSON: emit(isFirst ? broken(event) : event)
    case .nan: emit(withoutNumbers(event))
    case .outOfOrder:
      if isFirst {
        held = event
      } else {
        emit(event)
        if let held { emit(held) }
        held = nil
      }
    case .errorEvent:
      emit(errorEvent ?? broken(event))
      isDone = true
      connection.close()
    default: emit(event)
    }
  }

  /// Voices put the silence into the audio.
  private var isVoice: Bool {
    switch connection.vendor {
    case .aura, .cartesia, .elevenlabs: true
    default: false
    }
  }

  private func broken(_ event: Event) -> Event {
    switch event {
    case .text(let text): .text(String(text.prefix(text.count * 2 / 3)))
    case .named(let name, let text): .named(name, String(text.prefix(text.count * 2 / 3)))
    case .binary: .text("{\"type\": ")
    }
  }

  private func withoutNumbers(_ event: Event) -> Event {
    switch event {
    case .text(let text): .text(JSONText.withoutNumbers(text))
    case .named(let name, let text): .named(name, JSONText.withoutNumbers(text))
    case .binary: event
    }
  }

  private func emit(_ event: Event) { connection.write(frame(event)) }

  private func frame(_ event: Event) -> [UInt8] {
    switch (framing, event) {
    case (.webSocket, .text(let text)), (.webSocket, .named(_, let text)):
      WebSocketFraming.frame(.text, Array(text.utf8))
    case (.webSocket, .binary(let bytes)): WebSocketFraming.frame(.binary, bytes)
    case (.serverSentEvents, .text(let text)): HTTPText.chunk(Array("data: \(text)\n\n".utf8))
    case (.serverSentEvents, .named(let name, let text)):
      HTTPText.chunk(Array("event: \(name)\ndata: \(text)\n\n".utf8))
    case (.serverSentEvents, .binary(let bytes)), (.body, .binary(let bytes)): HTTPText.chunk(bytes)
    case (.body, .text(let text)), (.body, .named(_, let text)): HTTPText.chunk(Array(text.utf8))
    }
  }
}

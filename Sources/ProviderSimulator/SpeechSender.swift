import NIOCore

/// Speaks texts one after the other and streams them faster than they play.
final class SpeechSender {
  struct Piece {
    var audio: [UInt8]
    /// Seconds from the begin of all that was spoken here.
    var start: Double
    /// Words that begin in this piece, with times from the same begin.
    var words: [TimedWord]
    /// The whole text, on its first piece.
    var speech: Speech?
  }

  private enum Item {
    case text(String)
    case marker(() -> Void)
  }

  /// The first piece is short, as those who wait want it; later ones are longer.
  private static let pieceSeconds = [0.1, 0.2, 0.4]
  private let connection: Connection
  private let stream: EventStream
  private let format: AudioFormat
  private let firstStage: ServiceTime.Stage
  private let paceStage: ServiceTime.Stage
  private let onPiece: (Piece) -> Void
  private var items: [Item] = []
  private var isBusy = false
  private var isCancelled = false
  private var hasBegun = false
  private var offset = 0.0

  init(
    _ stream: EventStream, _ format: AudioFormat, first: ServiceTime.Stage, pace: ServiceTime.Stage,
    onPiece: @escaping (Piece) -> Void
  ) {
    self.stream = stream
    connection = stream.connection
    self.format =
      stream.has(.wrongRate)
      ? AudioFormat(encoding: format.encoding, rate: format.rate == 8000 ? 16_000 : 8000) : format
    firstStage = first
    paceStage = pace
    self.onPiece = onPiece
  }

  func speak(_ text: String) {
    guard !text.allSatisfy(\.isWhitespace), !stream.has(.empty) else { return }
    items.append(.text(stream.has(.wrongLanguage) ? "Entschuldigung, das geht gerade nicht." : text))
    next()
  }

  /// Does `work` when all before it is spoken.
  func afterwards(_ work: @escaping () -> Void) {
    items.append(.marker(work))
    next()
  }

  /// Drops what is waiting; what is being spoken goes on unless `atOnce`.
  func cancel(atOnce: Bool) {
    items.removeAll { item in
      if case .text = item { true } else { atOnce }
    }
    if atOnce { isCancelled = true }
  }

  private func next() {
    guard !isBusy, !isCancelled, !items.isEmpty else { return }
    isBusy = true
    switch items.removeFirst() {
    case .marker(let work):
      isBusy = false
      work()
      next()
    case .text(let text):
      let delay = connection.draw(hasBegun ? paceStage : firstStage)
      hasBegun = true
      let asked = NIODeadline.now()
      connection.context.voices.speak(text, format, on: connection.channel.eventLoop) { [self] speech in
        let passed = Double((NIODeadline.now() - asked).nanoseconds) / 1e9
        connection.after(delay - passed) { [self] in begin(speech) }
      }
    }
  }

  private func begin(_ speech: Speech) {
    var silent = 0.0
    if stream.has(.silence), offset == 0 {
      let seconds = stream.fault?.value ?? 10
      let quiet: UInt8 = format.encoding == .mulaw ? 0xFF : format.encoding == .alaw ? 0xD5 : 0
      let count = Int(seconds * Double(format.rate)) * format.encoding.bytesPerSample
      onPiece(Piece(audio: [UInt8](repeating: quiet, count: count), start: 0, words: [], speech: nil))
      silent = seconds
    }
    offset += silent
    send(speech, from: 0, piece: 0)
  }

  private func send(_ speech: Speech, from byte: Int, piece number: Int) {
    guard !isCancelled, !connection.isClosed else { return }
    let bytesPerSecond = Double(format.rate * format.encoding.bytesPerSample)
    let length = Self.pieceSeconds[min(number, Self.pieceSeconds.count - 1)]
    let size = Int(Double(format.rate) * length) * format.encoding.bytesPerSample
    let end = min(speech.audio.count, byte + size)
    let from = Double(byte) / bytesPerSecond
    let until = end == speech.audio.count ? .infinity : Double(end) / bytesPerSecond
    let words = speech.words.filter { $0.start >= from && $0.start < until }
    let piece = Piece(
      audio: Array(speech.audio[byte..<end]), start: offset + from,
      words: words.map {
        TimedWord(text: stream.content($0.text), start: $0.start + offset, end: $0.end + offset)
      },
      speech: byte == 0 ? speech : nil)
    onPiece(piece)
    if end < speech.audio.count {
      connection.after(connection.draw(paceStage)) { [self] in
        send(speech, from: end, piece: number + 1)
      }
    } else {
      offset += speech.seconds
      isBusy = false
      next()
    }
  }
}

public import Audio

/// The agent's audio on its way to the caller: what waits, what was sent, and what has been played by now.
///
/// The carrier plays what it is sent at real-time speed, so the time at which everything sent so far will have
/// been played is known without asking: it is the time of the first message plus the audio sent, and again from
/// the present whenever the carrier had run dry. Positions count samples from the start of the utterance.
/// Audio is kept until it has been played, so that an utterance can go on from any sample not yet heard.
public struct Playout: Sendable {
  /// A sentence or clause and the samples it occupies; `end` is nil while its synthesis goes on.
  public struct Clause: Sendable, Equatable {
    public var id: Int
    public var text: String
    public var start: Int
    public var end: Int?
    public var markSent = false
    public var markReturned = false
  }

  private static let slowestLetterMilliseconds = 80

  public let rate: Int
  public private(set) var clauses: [Clause] = []
  private var pieces: [(start: Int, samples: [Int16])] = []
  private var firstPiece = 0
  /// Samples handed in, and samples handed on.
  public private(set) var appended = 0
  public private(set) var sent = 0
  /// Samples of these that were copied out: several messages may be accounted for before the first is copied.
  private var copied = 0
  /// When the carrier will have played all that was sent.
  public private(set) var sentUntil = MediaTime.zero
  /// Times the carrier ran dry in the middle of an utterance.
  public private(set) var underruns = 0

  public init(rate: Int) { self.rate = rate }

  public var hasUnsent: Bool { sent < appended }
  public var isEmpty: Bool { appended == 0 }

  /// Forgets the utterance; the next one starts at sample 0.
  public mutating func reset() {
    clauses.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    firstPiece = 0
    appended = 0
    sent = 0
    copied = 0
    sentUntil = .zero
  }

  public mutating func beginClause(_ id: Int, text: String) {
    clauses.append(Clause(id: id, text: text, start: appended))
  }

  public mutating func append(_ samples: [Int16]) {
    guard !samples.isEmpty else { return }
    pieces.append((appended, samples))
    appended += samples.count
  }

  public mutating func endClause(_ id: Int) {
    guard let index = clauses.firstIndex(where: { $0.id == id }) else { return }
    clauses[index].end = appended
  }

  /// How many samples have been played at `now`.
  public func played(at now: MediaTime) -> Int {
    guard sentUntil > now else { return sent }
    return max(0, sent - (sentUntil - now).samples(rate: rate))
  }

  /// When the next message is due so that `lead` is kept; nil while nothing waits.
  public func nextDue(lead: MediaTime) -> MediaTime? { hasUnsent ? sentUntil - lead : nil }

  /// Accounts for a message of `count` samples sent at `now`. The samples are then copied with `copySent`,
  /// message by message in the same order.
  public mutating func advance(by count: Int, at now: MediaTime) {
    if sentUntil < now {
      if sent > 0 { underruns += 1 }
      sentUntil = now
    }
    sent += count
    sentUntil += .samples(count, rate: rate)
  }

  /// Copies the next `count` samples that were sent and not yet copied into `output`; positions past the end are
  /// silence.
  public mutating func copySent(_ count: Int, into output: inout MutableSpan<Int16>) {
    let count = min(count, output.count)
    var position = copied
    copied += count
    var written = 0
    while firstPiece + 1 < pieces.count, pieces[firstPiece + 1].start <= position { firstPiece += 1 }
    var index = firstPiece
    while written < count, index < pieces.count {
      let piece = pieces[index]
      let offset = position - piece.start
      guard offset >= 0, offset < piece.samples.count else {
        index += 1
        continue
      }
      let run = min(count - written, piece.samples.count - offset)
      for step in 0..<run { output[written + step] = piece.samples[offset + step] }
      written += run
      position += run
      index += 1
    }
    while written < count {
      output[written] = 0
      written += 1
    }
  }

  /// Pads the utterance with silence so that `sent` can reach a whole message.
  public mutating func pad(_ count: Int) { append([Int16](repeating: 0, count: count)) }

  /// Goes back to `position`: what was sent after it was cleared and is to be sent again.
  public mutating func rewind(to position: Int, at now: MediaTime) {
    sent = min(max(0, position), sent)
    copied = sent
    sentUntil = now
    firstPiece = 0
    for index in clauses.indices where (clauses[index].end ?? .max) > sent {
      clauses[index].markSent = false
      clauses[index].markReturned = false
    }
  }

  /// The next clause whose audio has all been sent and whose mark has not.
  public mutating func takeDueMark() -> Int? {
    guard let index = clauses.firstIndex(where: { !$0.markSent && ($0.end ?? .max) <= sent }) else {
      return nil
    }
    clauses[index].markSent = true
    return clauses[index].id
  }

  public mutating func markReturned(_ id: Int) {
    guard let index = clauses.firstIndex(where: { $0.id == id && $0.markSent }) else { return }
    clauses[index].markReturned = true
  }

  /// The words the caller can have heard when `position` samples were played: whole clauses that ended before
  /// it or whose mark came back, and of the clause it falls into as many words as fit, by their length in
  /// characters.
  public func heardText(at position: Int) -> String {
    var heard: [Substring] = []
    for clause in clauses {
      // Of a clause whose synthesis goes on the length is unknown; nobody speaks slower than this.
      let slowest = clause.text.count * rate * Self.slowestLetterMilliseconds / 1_000
      let end = clause.end ?? max(appended, clause.start + slowest)
      // Text without a sound, such as a lone dash, is not heard.
      if clause.end == clause.start { continue }
      if clause.markReturned || position >= end {
        heard.append(contentsOf: clause.text.split(separator: " "))
        continue
      }
      guard position > clause.start, end > clause.start else { break }
      let share = Double(position - clause.start) / Double(end - clause.start)
      var budget = Int(share * Double(clause.text.count))
      for word in clause.text.split(separator: " ") {
        guard word.count <= budget else { break }
        heard.append(word)
        budget -= word.count + 1
      }
      break
    }
    return heard.joined(separator: " ")
  }
}

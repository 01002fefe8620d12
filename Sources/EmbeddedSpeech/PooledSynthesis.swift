import Providers
import Synchronization

/// A text being spoken on the speech pool, piece by piece.
///
/// Each piece is a job of its own, so that the other calls' work gets in between; the first is the more urgent.
final class PooledSynthesis: Cancellable {
  /// Speaks one piece: s16 mono, or nil when the voice failed. Called on the pool's threads.
  typealias Speak = @Sendable (SpokenText.Piece) -> [Int16]?

  private let pool: SpeechPool
  private let pieces: [SpokenText.Piece]
  private let sampleRate: Int
  private let speak: Speak
  private let events: @Sendable (SynthesisEvent) -> Void
  private let isCancelled = Atomic<Bool>(false)
  private let ticket = Mutex<SpeechTicket?>(nil)

  init(
    _ text: SpokenText, pool: SpeechPool, sampleRate: Int, speak: @escaping Speak,
    events: @escaping @Sendable (SynthesisEvent) -> Void
  ) {
    pieces = text.pieces
    self.pool = pool
    self.sampleRate = sampleRate
    self.speak = speak
    self.events = events
  }

  func start() {
    if pieces.isEmpty {
      events(.finished)
    } else {
      submit(0)
    }
  }

  func cancel() {
    isCancelled.store(true, ordering: .releasing)
    if let ticket = ticket.withLock({ $0 }) { pool.cancel(ticket) }
  }

  private func submit(_ index: Int) {
    let priority = index == 0 ? SpeechPriority.firstSynthesis : .synthesis
    // Holding the lock until the ticket is kept, so that a cancel from another thread finds it.
    let isAccepted = ticket.withLock { ticket in
      ticket = pool.submit(priority) { [self] in speakPiece(index) }
      return ticket != nil
    }
    if !isAccepted { events(.failed(.overloaded("the speech queue is full"))) }
  }

  private func speakPiece(_ index: Int) {
    guard !isCancelled.load(ordering: .acquiring) else { return }
    guard let samples = speak(pieces[index]) else {
      events(.failed(.failed("the synthesiser could not speak a clause")))
      return
    }
    guard !isCancelled.load(ordering: .acquiring) else { return }
    let pause = [Int16](repeating: 0, count: sampleRate * pieces[index].pauseMs / 1000)
    if !samples.isEmpty { events(.audio(samples + pause)) }
    if index + 1 < pieces.count {
      submit(index + 1)
    } else {
      events(.finished)
    }
  }
}

/// Names a job that was submitted to the pool, so that it can be cancelled.
struct SpeechTicket: Hashable, Sendable {
  let number: Int
}

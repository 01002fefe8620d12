internal import Audio

/// When a worker takes its turns: at once while it has few calls, on a fixed beat when it has many.
///
/// On the beat nobody wakes it, so that a thousand calls cost no wake-ups; every beat runs what is due and what is
/// urgent, and takes the frames of one share of the calls, so that each call's are taken every `shares` beats and no
/// beat has many more to do than the others.
///
/// What a call keeps must be fetched from memory whenever it is looked at, and that is most of what a frame costs: with
/// very many calls two frames are taken at a time. That costs a turn 20 ms at most where 1000 calls are worked on by one
/// worker, and saves a sixth of its time (`make load`).
struct WorkerBeat {
  static let period = MediaTime.milliseconds(5)
  /// Calls from which on the beat pays, and below which it no longer does.
  static let manyCalls = 64
  static let fewCalls = 48

  private(set) var isTicking = false
  /// When the next beat is due.
  private(set) var next = MediaTime.zero
  /// The share of the calls whose turn it is, out of `shares`: every call's frames are taken every 10, 20 or 40 ms.
  private(set) var share = 0
  private(set) var shares = 1

  /// Chooses between the two ways, and how often frames are taken.
  mutating func choose(calls: Int, at now: MediaTime) {
    if !isTicking, calls >= Self.manyCalls {
      isTicking = true
      next = now + Self.period
    } else if isTicking, calls < Self.fewCalls {
      isTicking = false
    }
    shares = isTicking ? (calls <= 256 ? 2 : calls <= 640 ? 4 : 8) : 1
  }

  /// Begins a beat at `now` and sets the next. Returns by how much it is late; beats that were missed are left out.
  mutating func begin(at now: MediaTime) -> MediaTime {
    let late = max(.zero, now - next)
    share = (share + 1) % shares
    next += Self.period
    if next < now { next = now }
    return late
  }
}

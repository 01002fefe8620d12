internal import Audio
internal import CallCore
internal import Providers

// The synthesiser.
extension VirtualCall {
  mutating func startSynthesis(_ clause: Int, _ text: String) {
    let rate = plan.settings.sampleRate
    let index = judge.clauses.count
    var job = ClauseJob(
      clause: clause, reply: judge.replyOfClause(text), text: text, rate: rate, dice: &dice)
    job.manner = manner(length: job.length)
    judge.started(job)
    if strikes(.speechFails, 12) {
      return deliver(.synthesis(clause: clause, .failed(.failed("no voice"))), at: now + dice.time(0...300))
    }
    if strikes(.speechStalls, 12) { return }
    let isSlow = strikes(.speechSlow, 30)
    // One in five is in the cache.
    let wait = dice.chance(20) ? MediaTime.zero : dice.time(isSlow ? 600...5_500 : 30...300)
    if wait == .zero { judge.clauses[index].manner.piece = .seconds(Int64(60)) }
    agenda.add(.clauseGoesOn(index), at: now + wait)
  }

  private mutating func manner(length: Int) -> SpeechManner {
    var manner = SpeechManner()
    manner.piece = dice.time(200...900)
    manner.pause = MediaTime(nanoseconds: manner.piece.nanoseconds * Int64(dice.within(5...50)) / 100)
    if strikes(.speechStutters) {
      manner.pause = MediaTime(nanoseconds: manner.piece.nanoseconds * Int64(dice.within(70...250)) / 100)
    }
    if strikes(.speechInScraps, 20) {
      manner.piece = dice.time(4...45)
      manner.pause = manner.piece
    }
    if strikes(.speechFailsMidway, 12) { manner.breaksAt = dice.below(max(1, length)) }
    if strikes(.speechStallsMidway, 12) {
      manner.breaksAt = dice.below(max(1, length))
      manner.breaksSilently = true
    }
    manner.isSilent = strikes(.speechSilent, 15)
    manner.tellsWords = dice.chance(30)
    manner.isSubstituted = dice.chance(5)
    return manner
  }

  mutating func clauseGoesOn(_ index: Int) {
    let manner = judge.clauses[index].manner
    let clause = judge.clauses[index].clause
    guard !judge.clauses[index].isCancelled || manner.goesOnWhenCancelled else { return }
    if let limit = manner.breaksAt, judge.clauses[index].delivered >= limit {
      guard !manner.breaksSilently else { return }
      return deliver(.synthesis(clause: clause, .failed(.failed("cut off"))), at: now)
    }
    if manner.isSubstituted, judge.clauses[index].delivered == 0 {
      deliver(.synthesis(clause: clause, .substituted), at: now)
    }
    if manner.tellsWords, judge.clauses[index].delivered == 0 {
      let times = judge.clauses[index].times(rate: plan.settings.sampleRate)
      deliver(.synthesis(clause: clause, .words(times)), at: now)
    }
    let piece = max(1, manner.piece.samples(rate: plan.settings.sampleRate))
    let samples = manner.isSilent ? [] : judge.clauses[index].deliver(piece, index: index)
    if !samples.isEmpty { deliver(.synthesis(clause: clause, .audio(samples)), at: now) }
    if manner.isSilent || judge.clauses[index].delivered >= judge.clauses[index].length {
      deliver(.synthesis(clause: clause, .finished), at: now)
      if strikes(.audioAfterEnd) {
        let late = [Int16](repeating: ClauseJob.sample(index: index, word: 0), count: 8)
        deliver(.synthesis(clause: clause, .audio(late)), at: now + dice.time(0...300))
      }
    } else {
      agenda.add(.clauseGoesOn(index), at: now + manner.pause)
    }
  }

  mutating func cancelSynthesis(_ clause: Int) {
    guard let index = judge.clause(clause) else { return }
    judge.clauses[index].manner.goesOnWhenCancelled = strikes(.audioAfterCancel)
  }
}

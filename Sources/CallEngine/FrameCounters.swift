internal import Audio
internal import CallCore
internal import Synchronization

/// What all calls went through, those that run included: each adds what is new about once a second and at its end.
final class FrameCounters: Sendable {
  private let received = Atomic<Int>(0)
  private let refused = Atomic<Int>(0)
  private let tooFast = Atomic<Int>(0)
  private let lost = Atomic<Int>(0)
  private let reordered = Atomic<Int>(0)
  private let duplicate = Atomic<Int>(0)
  private let badPayloads = Atomic<Int>(0)
  private let badMessages = Atomic<Int>(0)
  private let sent = Atomic<Int>(0)
  private let underruns = Atomic<Int>(0)
  private let late = Atomic<Int>(0)
  private let concealed = Atomic<Int>(0)
  private let stale = Atomic<Int>(0)
  private let speculated = Atomic<Int>(0)
  private let wasted = Atomic<Int>(0)
  private let unspeculated = Atomic<Int>(0)
  private let mediaNanoseconds = Atomic<Int64>(0)

  /// Adds what happened between two states of one call's statistics.
  func add(from old: CallStatistics, to new: CallStatistics) {
    received.add(new.framesReceived - old.framesReceived, ordering: .relaxed)
    refused.add(new.framesRefused - old.framesRefused, ordering: .relaxed)
    tooFast.add(new.framesTooFast - old.framesTooFast, ordering: .relaxed)
    lost.add(new.framesLost - old.framesLost, ordering: .relaxed)
    reordered.add(new.framesReordered - old.framesReordered, ordering: .relaxed)
    duplicate.add(new.framesDuplicate - old.framesDuplicate, ordering: .relaxed)
    badPayloads.add(new.badPayloads - old.badPayloads, ordering: .relaxed)
    badMessages.add(new.badMessages - old.badMessages, ordering: .relaxed)
    sent.add(new.messagesSent - old.messagesSent, ordering: .relaxed)
    underruns.add(new.underruns - old.underruns, ordering: .relaxed)
    late.add(new.framesLate - old.framesLate, ordering: .relaxed)
    concealed.add(new.framesConcealed - old.framesConcealed, ordering: .relaxed)
    stale.add(new.staleSamples - old.staleSamples, ordering: .relaxed)
    speculated.add(new.speculation.started - old.speculation.started, ordering: .relaxed)
    wasted.add(new.speculation.wasted - old.speculation.wasted, ordering: .relaxed)
    unspeculated.add(new.speculation.paused - old.speculation.paused, ordering: .relaxed)
    let media = new.mediaDuration - old.mediaDuration
    mediaNanoseconds.add(media.nanoseconds, ordering: .relaxed)
  }

  var totals: CallStatistics {
    var all = CallStatistics()
    all.framesReceived = received.load(ordering: .relaxed)
    all.framesRefused = refused.load(ordering: .relaxed)
    all.framesTooFast = tooFast.load(ordering: .relaxed)
    all.framesLost = lost.load(ordering: .relaxed)
    all.framesReordered = reordered.load(ordering: .relaxed)
    all.framesDuplicate = duplicate.load(ordering: .relaxed)
    all.badPayloads = badPayloads.load(ordering: .relaxed)
    all.badMessages = badMessages.load(ordering: .relaxed)
    all.messagesSent = sent.load(ordering: .relaxed)
    all.underruns = underruns.load(ordering: .relaxed)
    all.framesLate = late.load(ordering: .relaxed)
    all.framesConcealed = concealed.load(ordering: .relaxed)
    all.staleSamples = stale.load(ordering: .relaxed)
    all.speculation.started = speculated.load(ordering: .relaxed)
    all.speculation.wasted = wasted.load(ordering: .relaxed)
    all.speculation.paused = unspeculated.load(ordering: .relaxed)
    all.mediaDuration = MediaTime(nanoseconds: mediaNanoseconds.load(ordering: .relaxed))
    return all
  }
}

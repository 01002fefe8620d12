internal import Audio
internal import CallCore
internal import EventLog
internal import Providers

/// A call's log beside that of its replay.
struct ReplayComparison {
  private(set) var divergence: ReplayResult.Divergence?
  /// Entries that were the same.
  private(set) var compared = 0

  /// - Parameter isWhole: the recorded log goes to its call's end; else the replay may well be shorter, by what the
  ///   log has of its last step.
  init(recorded: [LogEntry], replayed: [LogEntry], moments: [ReplayMoment], isWhole: Bool) {
    var at = MediaTime.zero
    var began: MediaTime?
    var fed = 0
    for (one, other) in zip(recorded, replayed) {
      if case .step(_, let now) = one {
        began = began ?? now
        at = now - (began ?? now)
      }
      guard one == other else {
        let moment = moments.indices.contains(fed) ? moments[fed] : nil
        divergence = .init(
          entry: compared, at: at, expected: Self.text(one, nil, beside: other),
          actual: Self.text(other, moment, beside: one))
        return
      }
      if case .fed = other { fed += 1 }
      compared += 1
    }
    let lastStep = recorded.lastIndex { if case .step = $0 { true } else { false } } ?? 0
    let isEnough = isWhole ? replayed.count == recorded.count : replayed.count >= lastStep
    guard !isEnough || replayed.count > recorded.count else { return }
    divergence = .init(
      entry: compared, at: at,
      expected: compared < recorded.count ? Self.text(recorded[compared], nil, beside: nil) : "nothing more",
      actual: compared < replayed.count ? Self.text(replayed[compared], nil, beside: nil) : "nothing more")
  }

  // MARK: For people

  private static func text(_ entry: LogEntry, _ moment: ReplayMoment?, beside other: LogEntry?) -> String {
    switch entry {
    case .step(let step, let at): "step \(step) at \(at)"
    case .frame(let header, let payload): "a frame of \(payload.count) bytes, chunk \(header.chunk)"
    case .taken(let event): "taken: \(text(event))"
    case .line(let text, let samples): "cached line \"\(text)\", \(samples.count) samples"
    case .sent(let digest): "audio sent, digest \(hex(digest))"
    case .fed(let event, let effects): text(event, effects, moment, beside: other)
    }
  }

  private static func text(
    _ event: CallEvent?, _ effects: [EffectMark], _ moment: ReplayMoment?, beside other: LogEntry?
  ) -> String {
    let name = event.map(text) ?? "the event taken"
    guard let other, case .fed(let otherEvent, let others) = other, event == otherEvent else {
      return "\(name) with \(effects.count) effects"
    }
    guard
      let index = effects.indices.first(where: { !others.indices.contains($0) || effects[$0] != others[$0] })
    else { return "\(name) with no effect beyond the first \(effects.count)" }
    let mark = effects[index]
    let what = "\(name), effect \(index): \(EffectDigest.name(ofKind: mark.kind)), digest \(hex(mark.digest))"
    guard let moment, moment.effects.indices.contains(index) else { return what }
    return "\(what): \(String("\(moment.effects[index])".prefix(240)))"
  }

  private static func text(_ event: CallEvent) -> String {
    if case .synthesis(let clause, .audio(let samples)) = event {
      return "synthesis of clause \(clause), \(samples.count) samples"
    }
    return String("\(event)".prefix(160))
  }

  private static func hex(_ digest: UInt32) -> String { String(digest, radix: 16) }
}

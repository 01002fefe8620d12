import Foundation
import Journal
import LoadReport
import Records

extension TortureBench {
  private static let recoverySeconds = 60.0

  /// Begins the fault, lets it last, and every other time heals it and waits for the database to have all again.
  ///
  /// - Returns: when it began, if it still lasts.
  mutating func suffer(_ fault: TortureFault, _ engine: EngineProcess) async throws -> Int64? {
    let staysUntilKill = !(lasted[fault] ?? (random.uniform() < 0.5))
    lasted[fault] = staysUntilKill
    let began = MonotonicNanoseconds.now
    try begin(fault)
    if fault == .journalDiskFull { try await awaitRefusal(engine) }
    try await sleep(from: 0.5, upTo: 2.5)
    if staysUntilKill {
      tally.faults[fault, default: TortureTally.Fault()].lastedUntilKill += 1
      noteFelt(fault, engine)
      return began
    }
    if fault == .journalDiskFull { await noteWaiting(engine) }
    try heal(fault)
    let healed = MonotonicNanoseconds.now
    try await awaitRecovery(fault, engine)
    let seconds = Double(MonotonicNanoseconds.now - healed) / 1e9
    let slowest = tally.faults[fault]?.slowestRecovery ?? 0
    tally.faults[fault, default: TortureTally.Fault()].slowestRecovery = max(slowest, seconds)
    noteFelt(fault, engine)
    return nil
  }

  private func begin(_ fault: TortureFault, leaving kilobytes: Int) throws {
    if fault == .journalDiskFull { return try journalDisk?.fill(leaving: kilobytes) ?? () }
    if case .postgres(let postgres) = database { try postgres.begin(fault, leaving: kilobytes) }
  }

  private mutating func begin(_ fault: TortureFault) throws {
    try begin(fault, leaving: Int(random.uniform() * 16))
  }

  func heal(_ fault: TortureFault) throws {
    if fault == .journalDiskFull { return try journalDisk?.free() ?? () }
    if case .postgres(let postgres) = database { try postgres.heal(fault) }
  }

  mutating func sleep(from least: Double, upTo most: Double) async throws {
    try await Task.sleep(for: .seconds(least + random.uniform() * (most - least)))
  }

  /// The database has what was durable when it was asked first, and the journal writes again.
  private func awaitRecovery(_ fault: TortureFault, _ engine: EngineProcess) async throws {
    let end = Date.now + Self.recoverySeconds
    while Date.now < end {
      let page = await engine.metrics()
      if page.sum("starling_journal_accepting") == 1 { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    let durable = try TortureCheck.durable(folder, after: compared).last?.number ?? compared
    while Date.now < end {
      if try database.store(folder).cursor() >= durable { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw LoadFailure(
      "\(fault.rawValue): the database has not caught up \(Int(Self.recoverySeconds)) s later:\n\(engine.said)"
    )
  }

  /// With a journal that cannot be written no call is taken.
  private func awaitRefusal(_ engine: EngineProcess) async throws {
    for _ in 0..<200 {
      if await engine.readiness() == 503 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw LoadFailure("the journal's disk is full, and calls are taken 10 s later:\n\(engine.said)")
  }

  /// How many records waited in memory; each that found no room there must have been told by its call.
  private mutating func noteWaiting(_ engine: EngineProcess) async {
    let page = await engine.metrics()
    tally.mostWaiting = max(tally.mostWaiting, Int(page.sum("starling_journal_pending") ?? 0))
    let refused = Int(page.sum("starling_journal_refused_total") ?? 0)
    tally.recordsRefused += refused
    let told = engine.said.split(separator: "\n").reduce(0) { sum, line in
      if line.contains("no room for record ") { return sum + 1 }
      guard let start = line.firstRange(of: "no room for ")?.upperBound else { return sum }
      return sum + (Int(line[start...].prefix(while: \.isNumber)) ?? 0)
    }
    if told != refused { tally.complaints.append("\(refused) records were refused and \(told) told") }
  }

  private mutating func noteFelt(_ fault: TortureFault, _ engine: EngineProcess) {
    if engine.said.contains("trying again") {
      tally.faults[fault, default: TortureTally.Fault()].felt += 1
    }
  }

  /// Each once before one comes again.
  mutating func nextFault() -> TortureFault? {
    if deck.isEmpty { deck = faults.shuffled(using: &random) }
    return deck.popLast()
  }
}

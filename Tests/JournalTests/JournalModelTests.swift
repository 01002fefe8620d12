import Audio
import Foundation
import Testing

@testable import Journal

@Suite("Journal: against a model")
struct JournalModelTests {
  /// What must be true of the folder, step by step.
  struct Model {
    var files = SimulatedFiles()
    /// All that was ever handed over, by record number; of a number given twice (what had it was lost before it was
    /// durable) the last.
    var given: [UInt64: [JournalRecord]] = [:]
    var durable: [(number: UInt64, record: JournalRecord)] = []
    /// Numbers that damage to durable bytes may have taken.
    var damaged = Set<UInt64>()
  }

  @Test(
    "what was durable is there once and in order, and nothing is invented, whatever failed",
    arguments: 0..<20 as Range<Int>)
  func model(block: Int) throws {
    for seed in 0..<200 { try run(seed: UInt64(block * 200 + seed)) }
  }

  private func run(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var model = Model()
    var options = JournalOptions()
    options.segmentBytes = Int.random(in: 4_096...20_000, using: &generator)
    options = options.checked()
    var sequence: UInt32 = 0
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      try life(&model, options, &sequence, &generator, seed)
      model.files = model.files.crash(powerCut: Bool.random(using: &generator), using: &generator)
      if Int.random(in: 0..<3, using: &generator) == 0 { damage(&model, &generator) }
      try check(&model, seed)
    }
  }

  /// One process from its start to its end.
  private func life(
    _ model: inout Model, _ options: JournalOptions, _ sequence: inout UInt32,
    _ generator: inout SeededGenerator, _ seed: UInt64
  ) throws {
    // The store has seen what was durable; no number may be given twice to it.
    let seen = model.durable.last?.number ?? 0
    let recovery = try SegmentRecovery(files: model.files, lastNumberRead: seen)
    let writer = SegmentWriter(
      files: model.files, identity: recovery.identity ?? JournalIdentity(first: seed, second: 7),
      nextNumber: recovery.report.nextNumber, options: options, cipher: nil, wallClock: { 0 }, tell: { _ in })
    #expect(recovery.report.nextNumber > seen, "seed \(seed)")
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      let group = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        sequence += 1
        return Samples.record(using: &generator, call: seed, sequence)
      }
      let next = writer.durableNumber + UInt64(writer.window.count) + 1
      for (index, record) in group.enumerated() {
        model.given[next + UInt64(index), default: []].append(record)
      }
      writer.take { window in window += group.map { PendingRecord(record: $0, appendedAt: 0) } }
      if Int.random(in: 0..<3, using: &generator) == 0 { fault(model.files, &generator) }
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        var number = writer.durableNumber
        try? writer.advance { records, isDurable in
          guard isDurable else { return }
          for record in records {
            number += 1
            model.durable.append((number, record.record))
          }
        }
        #expect(number == writer.durableNumber)
      }
    }
  }

  private func fault(_ files: SimulatedFiles, _ generator: inout SeededGenerator) {
    let code = [EIO, ENOSPC].randomElement(using: &generator) ?? EIO
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: files.inject(.write(code))
    case 1: files.inject(.shortWrite(bytes: Int.random(in: 1...200, using: &generator), then: code))
    case 2: files.inject(.sync(EIO))
    case 3: files.inject(.write(code), .truncate(EIO))
    case 4: files.inject(.sync(EIO), .create(code))
    default: files.inject(.create(code), .folderSync(EIO))
    }
  }

  /// Overwrites a stretch of a segment, and notes whose records it may have hit.
  private func damage(_ model: inout Model, _ generator: inout SeededGenerator) {
    guard let name = model.files.segments.randomElement(using: &generator),
      let size = model.files.content(name)?.count, size > 0,
      let seed = DurableMark.read(model.files)?.journal.seed
    else { return }
    let start = Int.random(in: 0..<size, using: &generator)
    let end = min(size, start + Int.random(in: 1...200, using: &generator))
    var cursor = SegmentCursor(file: SimulatedFile(name: name, files: model.files), seed: seed)
    while true {
      if case .entry(let entry, let offset)? = try? cursor.next() {
        if offset < end, cursor.offset > start { model.damaged.insert(entry.number) }
      } else if (try? cursor.resynchronise(numbers: 1...UInt64.max)) != true {
        break
      }
    }
    let garbage = (start..<end).map { _ in UInt8.random(in: 0...255, using: &generator) }
    model.files.change(name) { $0.replaceSubrange(start..<end, with: garbage) }
  }

  private func check(_ model: inout Model, _ seed: UInt64) throws {
    _ = try SegmentRecovery(files: model.files, lastNumberRead: 0)
    var reader = JournalReader(files: model.files, after: 0, cipher: nil) { .max }
    let entries = try Samples.all(&reader)
    let numbers = entries.map(\.number)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "once and in order, seed \(seed)")
    var found: [UInt64: JournalRecord] = [:]
    for entry in entries {
      if model.given[entry.number]?.contains(entry.record) != true {
        Issue.record("\(entry.number) is invented, seed \(seed)")
      }
      found[entry.number] = entry.record
    }
    for record in model.durable where !model.damaged.contains(record.number) {
      if found[record.number] != record.record {
        Issue.record("\(record.number) is lost, seed \(seed)")
      }
    }
  }
}

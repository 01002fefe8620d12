import ArgumentParser
import Audio
import Foundation
import ProviderSimulator

/// Lets every provider fail in every way at every moment of a call.
struct DrillsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drills", abstract: "Every provider fails in every way at every moment of a call.",
    discussion: """
      Holds a call for each cell of a matrix: an adapter, a fault of its vendor's simulated server, and the moment \
      from which on it has it. Each call has a process with an engine and vendors of its own; the next provider of \
      the agent's list is well. Prints the longest silence on the caller's side of the wire, in milliseconds, and how \
      the call went: ok, sorry (ended with an apology) or MISS. Exit code 1 when there is a miss: silence of more than \
      2.5 s, a call that does not end as it should, a transcript that is not true, a second reply, something left over.
      """)

  @Option(help: ArgumentHelp("Only this adapter, or this fault of it.", valueName: "VENDOR[:FAULT]"))
  var only: [String] = []
  @Flag(help: "A few cells of each kind.") var quick = false
  @Option(help: "How many calls at the same time.") var jobs = 8
  @Option(help: ArgumentHelp("Folder of the callers.", valueName: "DIR")) var fixtures = "fixtures/callers"
  @Flag(help: "Print what was said in the calls that missed.") var stories = false
  @Option(help: .hidden) var pki: String?
  @Option(help: .hidden) var moment: String?

  func validate() throws {
    guard (1...64).contains(jobs) else { throw ValidationError("--jobs wants 1 to 64") }
  }

  func run() async throws {
    let cells = try chosen()
    if let pki {
      return print(try await DrillHouse(cell: cells[0], pki: pki, fixtures: fixtures).hold().json)
    }
    let folder = NSTemporaryDirectory() + "starling-drills-\(ProcessInfo.processInfo.processIdentifier)"
    try TestCertificates.write(to: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var table = DrillTable()
    await withTaskGroup(of: DrillVerdict.self) { group in
      for (index, cell) in cells.enumerated() {
        if index >= jobs, let verdict = await group.next() { take(verdict, into: &table) }
        let process = DrillProcess(cell: cell, pki: folder, fixtures: fixtures)
        group.addTask { await process.verdict() }
      }
      for await verdict in group { take(verdict, into: &table) }
    }
    print(table.text)
    guard table.misses.isEmpty else { throw ExitCode(1) }
  }

  private func take(_ verdict: DrillVerdict, into table: inout DrillTable) {
    table.add(verdict)
    guard !verdict.misses.isEmpty else { return }
    complain("\(verdict.cell): \(verdict.misses.joined(separator: "; "))")
    if stories { for line in verdict.story { complain("    \(line)") } }
  }

  private func chosen() throws -> [DrillCell] {
    let all = DrillAdapter.allCases.flatMap { adapter in
      ([nil] + Fault.Kind.allCases.map(Optional.some)).flatMap { kind in
        DrillMoment.allCases.map { DrillCell(adapter: adapter, kind: kind, moment: $0) }
      }
    }
    // Each adapter's ways to fail differ most in these; the others differ from them in the number of a status.
    let few: Set<Fault.Kind> = [.refuse, .unauthorized, .stall, .close, .invalidJSON, .empty]
    let cells = all.filter { cell in
      guard moment == nil || moment == cell.moment.rawValue else { return false }
      guard !only.isEmpty else { return !quick || cell.kind.map(few.contains) ?? true }
      return only.contains { $0 == cell.adapter.rawValue || $0 == "\(cell.adapter.rawValue):\(kind(cell))" }
    }
    let quickly =
      quick ? cells.enumerated().filter { $0.offset % 4 == ($0.offset / 4) % 4 }.map(\.element) : cells
    guard !quickly.isEmpty else { throw ValidationError("--only names no adapter and no fault of one") }
    return quickly
  }

  private func kind(_ cell: DrillCell) -> String { cell.kind?.rawValue ?? "none" }

  private func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}

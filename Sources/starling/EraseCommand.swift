import ArgumentParser
import Foundation
import Journal
import KeyRing
import Privacy
import Redaction
import Settings

struct EraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase", abstract: "Erase everything about a person, and write a receipt.",
    discussion: """
      Destroys the person's key, so that journal, recordings and backups of them become unreadable, and removes calls,
      recordings and what the journal still holds. When an engine runs on the data folder it does so itself, within
      a second; this command waits for it. Interrupted, it is gone on with at the next start or the next erasure.

      EXAMPLES
        starling erase --subject +15550100017
        starling erase --subject sip:jane@example.com --wait 10m
      """)

  @Option(help: ArgumentHelp("The person's number or SIP address.", valueName: "NUMBER")) var subject: String
  @Option(help: ArgumentHelp("Seconds to wait for a running engine.", valueName: "SECONDS")) var wait = 120
  @OptionGroup(title: "Settings") var flags: SettingsFlags

  func run() throws {
    let settings = try ServerAssembly.settings(flags)
    let address = try Self.address(subject)
    guard FileManager.default.fileExists(atPath: settings.dataDirectory) else {
      throw CommandFailure.misconfigured("there is no data folder \(settings.dataDirectory)")
    }
    let ring = try MasterKeyring.open(settings)
    let inbox = ErasureInbox(dataFolder: settings.dataDirectory)
    do {
      for path in try inbox.damaged() {
        Terminal.complain("warning: \(path) is no request for an erasure; remove it and ask again")
      }
      let request = try inbox.request(address, now: KeyRing.wallClock())
      do {
        let sealer = ring.isSealing ? CallSealer(ring: ring) : nil
        let records = try RecordKeeper(settings, cipher: sealer)
        defer { records.stop() }
        let erasure = Erasure(
          dataFolder: settings.dataDirectory, ring: ring, store: StoreSubjects(store: records.store),
          site: records)
        for waiting in try inbox.pending() { _ = try erasure.carryOut(waiting) }
      } catch JournalError.inUse(_, let pid) {
        Terminal.complain("the engine\(pid.map { " (process \($0))" } ?? "") carries it out")
      }
      try show(request.id, inbox)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure.failed("\(error)")
    }
  }

  static func address(_ text: String) throws -> SubjectAddress {
    do throws(SubjectAddressError) {
      return try SubjectAddress(text)
    } catch {
      throw CommandFailure.misconfigured("\(error)")
    }
  }

  private func show(_ id: String, _ inbox: ErasureInbox) throws {
    let end = ContinuousClock.now + .seconds(max(0, wait))
    while true {
      if let receipt = try inbox.receipt(of: id) {
        Terminal.say(String(decoding: receipt.json(), as: UTF8.self))
        let running = receipt.removed.first { $0.what == StoreSubjects.running }?.count ?? 0
        if running > 0 {
          Terminal.complain("warning: calls that go on were left, \(running); erase again when they are over")
        }
        return
      }
      guard ContinuousClock.now < end else {
        throw CommandFailure.failed("not done after \(wait) s; the request stays, and is carried out later")
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }
}

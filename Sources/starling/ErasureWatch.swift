import Dispatch
import Foundation
import KeyRing
import Privacy
import Settings
import Synchronization

/// Carries out the erasures that are asked for while the engine runs, one after another.
final class ErasureWatch: Sendable {
  /// Between two looks.
  private static let seconds = 1.0
  /// In looks: after each failure twice as many are left out.
  private static let longestPause = 60

  private let inbox: ErasureInbox
  private let erasure: Erasure
  private let isStopping = Atomic<Bool>(false)
  private let finished = DispatchGroup()

  init(_ settings: ResolvedSettings, ring: KeyRing, records: RecordKeeper) {
    inbox = ErasureInbox(dataFolder: settings.dataDirectory)
    erasure = Erasure(
      dataFolder: settings.dataDirectory, ring: ring, store: StoreSubjects(store: records.store),
      site: records)
    finished.enter()
    // The thread ends at `stop`, which keeps this alive.
    let thread = Thread { [self] in
      run()
      finished.leave()
    }
    thread.name = "erasures"
    thread.start()
  }

  /// Waits for the one that is being carried out.
  func stop() {
    isStopping.store(true, ordering: .relaxed)
    finished.wait()
  }

  private func run() {
    var lastFailure = ""
    var pause = 1
    var left = 1
    while !isStopping.load(ordering: .relaxed) {
      Thread.sleep(forTimeInterval: Self.seconds)
      left -= 1
      guard left <= 0 else { continue }
      do throws(PrivacyError) {
        for request in try inbox.pending() {
          _ = try erasure.carryOut(request)
          Terminal.complain("notice: a person was erased; receipt \(inbox.receiptPath(of: request.id))")
        }
        lastFailure = ""
        pause = 1
      } catch {
        pause = min(pause * 2, Self.longestPause)
        if "\(error)" != lastFailure { Terminal.complain("error: an erasure waits: \(error)") }
        lastFailure = "\(error)"
      }
      left = pause
    }
  }
}

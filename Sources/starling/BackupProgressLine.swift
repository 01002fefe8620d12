import Backup
import Foundation

/// What a backup is doing, in one line of a terminal; nothing when standard error is none.
enum BackupProgressLine {
  private static let isTerminal = isatty(2) == 1

  static func show(_ progress: BackupProgress) {
    guard isTerminal else { return }
    let text =
      switch progress {
      case .database(let share): "database" + (share.map { " \(Int($0 * 100)) %" } ?? "")
      case .journal: "journal"
      case .files(let done, let all): "files \(done) of \(all)"
      case .checking(let done, let all): "checking \(done) of \(all)"
      }
    FileHandle.standardError.write(Data("\r\u{1b}[K\(text)".utf8))
  }

  static func end() {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
  }
}

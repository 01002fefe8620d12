internal import Audio
internal import Foundation
internal import Networking

/// A file that gets one line for each thing that happens to a call, when it happens: nanoseconds of the system's monotonic
/// clock, what (`started`, `heard` for the agent's first audio, `ended`), and the call's control id.
///
/// Each line is with the system before the next frame is sent, so that it outlasts a simulator that is killed.
struct CallLog {
  enum Moment: String { case started, heard, ended }

  private let file: FileHandle

  init(path: String) throws(SimulatorError) {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw .badOption("cannot write \(path)") }
    self.file = file
  }

  func note(_ moment: Moment, _ call: VirtualCall) {
    let line = "\(MonotonicClock.now.nanoseconds) \(moment.rawValue) \(call.callControlID)\n"
    try? file.write(contentsOf: Data(line.utf8))
  }
}

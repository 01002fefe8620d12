internal import Synchronization

/// Both sides of a call's recording, in memory: what a replay listens to.
final class StereoMemory: Sendable {
  private let sides = Mutex<(caller: [Int16], agent: [Int16])>(([], []))

  var caller: [Int16] { sides.withLock { $0.caller } }
  var agent: [Int16] { sides.withLock { $0.agent } }

  func append(caller: [Int16], agent: [Int16]) {
    sides.withLock { sides in
      sides.caller += caller
      sides.agent += agent
    }
  }
}

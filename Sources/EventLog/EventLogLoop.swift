internal import Audio
internal import Dispatch
internal import Synchronization

/// What the writer's thread does: takes what was handed over, and writes it to the open files.
final class EventLogLoop: Sendable {
  private struct Command: Sendable {
    var call: CallID
    var block: LogBlock
    var cost: Int
  }

  /// With the block that a call gathers: what a killed process loses.
  private static let interval = DispatchTimeInterval.milliseconds(200)

  let tally = EventLogTally()
  private let folder: String
  private let capacity: Int
  private let stack = HandOverStack<Command>()
  private let pending = Atomic<Int>(0)
  private let bell = DispatchSemaphore(value: 0)
  private let isClosing = Atomic<Bool>(false)
  private let onFailure: @Sendable (EventLogError) -> Void

  init(folder: String, capacity: Int, onFailure: @escaping @Sendable (EventLogError) -> Void) {
    self.folder = folder
    self.capacity = capacity
    self.onFailure = onFailure
  }

  // MARK: Any thread

  var pendingBytes: Int { pending.load(ordering: .relaxed) }

  func append(_ block: LogBlock, of call: CallID) -> Bool {
    let cost = block.cost
    let after = pending.wrappingAdd(cost, ordering: .relaxed).newValue
    var isEnd = false
    if case .end = block { isEnd = true }
    guard after <= capacity || isEnd else {
      pending.wrappingSubtract(cost, ordering: .relaxed)
      return false
    }
    switch stack.push(Command(call: call, block: block, cost: cost)) {
    case .taken: return true
    case .takenFromIdle:
      bell.signal()
      return true
    case .closed:
      pending.wrappingSubtract(cost, ordering: .relaxed)
      return false
    }
  }

  /// What was handed over before is still written.
  func close() {
    isClosing.store(true, ordering: .releasing)
    bell.signal()
  }

  // MARK: The thread

  func run() {
    var files: [CallID: EventLogFile] = [:]
    var commands: [Command] = []
    while true {
      let isLast = isClosing.load(ordering: .acquiring)
      commands.removeAll(keepingCapacity: true)
      stack.take(into: &commands, closing: isLast)
      for command in commands { carryOut(command, &files) }
      pending.wrappingSubtract(commands.reduce(0) { $0 + $1.cost }, ordering: .relaxed)
      if isLast { return }
      if files.isEmpty {
        if commands.isEmpty, stack.becomeIdle() { bell.wait() }
      } else {
        _ = bell.wait(timeout: .now() + Self.interval)
      }
    }
  }

  private func carryOut(_ command: Command, _ files: inout [CallID: EventLogFile]) {
    if case .header = command.block { open(command.call, &files) }
    if case .end(isTruncated: true) = command.block { tally.truncated.add(1, ordering: .relaxed) }
    guard let file = files[command.call] else { return }
    var bytes: [UInt8] = []
    command.block.append(to: &bytes)
    do throws(EventLogError) {
      try file.write(bytes)
      tally.bytes.add(bytes.count, ordering: .relaxed)
    } catch {
      fail(command.call, error, &files)
    }
    if case .end = command.block { files[command.call] = nil }
  }

  private func open(_ call: CallID, _ files: inout [CallID: EventLogFile]) {
    do throws(EventLogError) {
      let file = try EventLogFile(creating: EventLogFolder.path(of: call, in: folder))
      try file.write(LogBlock.fileHead)
      files[call] = file
      tally.opened.add(1, ordering: .relaxed)
    } catch {
      fail(call, error, &files)
    }
  }

  /// What is left of the call's log is forgotten; what was written can be read.
  private func fail(_ call: CallID, _ error: EventLogError, _ files: inout [CallID: EventLogFile]) {
    files[call] = nil
    tally.failed.add(1, ordering: .relaxed)
    onFailure(error)
  }
}

import Foundation
import Journal

/// A file of `SimulatedFiles`; faults meet segments only.
final class SimulatedFile: JournalFile {
  private let name: String
  private let files: SimulatedFiles

  init(name: String, files: SimulatedFiles) {
    self.name = name
    self.files = files
  }

  private var isSegment: Bool { name.hasSuffix(".journal") }

  func size() throws(JournalError) -> Int {
    try files.live()
    return files.content(name)?.count ?? 0
  }

  func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8] {
    try files.live()
    let bytes = files.content(name) ?? []
    return Array(bytes.dropFirst(offset).prefix(count))
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(JournalError) -> Int {
    try files.live()
    let given = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    let (count, fault): (Int, Int32?) = files.state.withLock { state in
      var most = given.count
      if isSegment {
        switch state.faults.first {
        case .write(let code):
          state.faults.removeFirst()
          return (0, code)
        case .shortWrite(let bytes, let then):
          state.faults[0] = .write(then)
          most = min(most, bytes)
        default: break
        }
      }
      var content = state.files[name] ?? .init()
      state.files[name] = nil
      let used = state.files.values.reduce(content.bytes.count) { $0 + $1.bytes.count }
      let grows = max(0, offset + most - content.bytes.count)
      if isSegment, used + grows > state.room { most -= min(most, used + grows - state.room) }
      if most == 0, !given.isEmpty {
        state.files[name] = content
        return (0, Int32?(ENOSPC))
      }
      if content.bytes.count < offset + most {
        content.bytes += [UInt8](repeating: 0, count: offset + most - content.bytes.count)
      }
      content.bytes.replaceSubrange(offset..<(offset + most), with: given[..<most])
      content.changedFrom = min(content.changedFrom, offset)
      state.files[name] = content
      return (most, nil)
    }
    if let fault { throw .file(.write, name: name, code: fault) }
    return count
  }

  func sync() throws(JournalError) {
    try files.live()
    let fault: Int32? = files.state.withLock { state in
      if isSegment, case .sync(let code)? = state.faults.first {
        state.faults.removeFirst()
        return code
      }
      state.syncs += 1
      if var content = state.files[name] {
        content.safe = content.bytes
        content.changedFrom = content.bytes.count
        state.files[name] = content
      }
      return nil
    }
    if let fault { throw .file(.sync, name: name, code: fault) }
  }

  func truncate(to size: Int) throws(JournalError) {
    try files.live()
    let fault: Int32? = files.state.withLock { state in
      if case .truncate(let code)? = state.faults.first {
        state.faults.removeFirst()
        return code
      }
      guard var content = state.files[name] else { return nil }
      content.bytes = Array(content.bytes.prefix(size))
      content.changedFrom = min(content.changedFrom, size)
      state.files[name] = content
      return nil
    }
    if let fault { throw .file(.truncate, name: name, code: fault) }
  }
}

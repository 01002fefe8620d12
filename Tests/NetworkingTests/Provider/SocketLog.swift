import Foundation
import Networking

/// What became of one WebSocket, for a test to wait on. Sound as `Sendable`: all under one lock.
final class SocketLog: @unchecked Sendable {
  enum Note: Equatable {
    case opened
    case text(String)
    case binary([UInt8])
    case closed(Int?, String)
    case failed(WebSocketFailure.Cause)
  }

  private let condition = NSCondition()
  private var seen: [Note] = []
  private var last: WebSocketFailure?

  var notes: [Note] { locked { seen } }
  var failure: WebSocketFailure? { locked { last } }

  func take(_ event: WebSocketEvent) {
    condition.lock()
    switch event {
    case .opened: seen.append(.opened)
    case .text(let bytes): seen.append(.text(String(decoding: bytes, as: UTF8.self)))
    case .binary(let bytes): seen.append(.binary(bytes))
    case .closed(let code, let reason): seen.append(.closed(code, reason))
    case .failed(let failure):
      seen.append(.failed(failure.cause))
      last = failure
    }
    condition.broadcast()
    condition.unlock()
  }

  func wait(for note: Note) -> Bool { wait { $0.contains(note) } }

  func waitForEnd() -> Bool {
    wait { notes in
      notes.contains { note in
        switch note {
        case .closed, .failed: true
        default: false
        }
      }
    }
  }

  func wait(until isMet: ([Note]) -> Bool) -> Bool {
    let limit = Date(timeIntervalSinceNow: 20)
    condition.lock()
    defer { condition.unlock() }
    while !isMet(seen) {
      guard condition.wait(until: limit) else { return isMet(seen) }
    }
    return true
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }
}

extension ProviderLoop {
  /// Opens a socket and logs what comes of it.
  func log(_ request: WebSocketRequest) -> (WebSocketExchange, SocketLog) {
    let log = SocketLog()
    return (open(request) { log.take($0) }, log)
  }
}

import Foundation
import Networking

/// What became of one request, for a test to wait on. Sound as `Sendable`: all under one lock.
final class ExchangeLog: @unchecked Sendable {
  private let condition = NSCondition()
  private var heads: [(status: Int, headers: [(String, String)])] = []
  private var bytes: [UInt8] = []
  private var ends: [HTTPFailure?] = []
  private var parts = 0

  func take(_ event: HTTPEvent) {
    condition.lock()
    switch event {
    case .head(let status, let headers): heads.append((status, headers))
    case .body(let part):
      bytes += part
      parts += 1
    case .finished: ends.append(nil)
    case .failed(let failure): ends.append(failure)
    }
    condition.broadcast()
    condition.unlock()
  }

  var status: Int? { locked { heads.first?.status } }
  var headers: [(String, String)] { locked { heads.first?.headers ?? [] } }
  var headCount: Int { locked { heads.count } }
  var body: [UInt8] { locked { bytes } }
  var text: String { String(decoding: body, as: UTF8.self) }
  var endCount: Int { locked { ends.count } }

  /// The last event: `.some(nil)` when it finished, `nil` when none came within 20 s.
  func end() -> HTTPFailure?? {
    wait { !$0.ends.isEmpty } ? locked { ends[0] } : .none
  }

  var failure: HTTPFailure? { end() ?? nil }
  func hasFinished() -> Bool {
    if case .some(.none) = end() { true } else { false }
  }

  func waitForBody(count: Int) -> Bool { wait { $0.bytes.count >= count } }
  func waitForHead() -> Bool { wait { !$0.heads.isEmpty } }

  private func wait(_ isMet: (ExchangeLog) -> Bool) -> Bool {
    let limit = Date(timeIntervalSinceNow: 20)
    condition.lock()
    defer { condition.unlock() }
    while !isMet(self) {
      guard condition.wait(until: limit) else { return isMet(self) }
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
  /// Sends a request and logs what comes of it.
  func log(_ request: HTTPRequest) -> ExchangeLog {
    let log = ExchangeLog()
    send(request) { log.take($0) }
    return log
  }

  /// For tests: no proxy, no authority from the environment.
  static func bare(_ change: (inout ProviderLoopOptions) -> Void = { _ in }) throws -> ProviderLoop {
    var options = ProviderLoopOptions()
    options.proxies = .none
    options.authorityPath = nil
    change(&options)
    return try ProviderLoop(options)
  }
}

import Foundation
import NIOHTTP1

/// A request as it came in.
struct SimulatedRequest {
  let method: String
  let path: String
  let query: [String: String]
  let headers: HTTPHeaders
  var body: [UInt8] = []
  let keepsAlive: Bool

  init(_ head: HTTPRequestHead) {
    method = head.method.rawValue
    headers = head.headers
    keepsAlive = head.isKeepAlive
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts[0])
    var query: [String: String] = [:]
    for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let value = halves.count > 1 ? halves[1].replacingOccurrences(of: "+", with: " ") : ""
      query[halves[0].removingPercentEncoding ?? halves[0]] = value.removingPercentEncoding ?? value
    }
    self.query = query
  }

  func header(_ name: String) -> String? { headers.first(name: name) }

  var wantsWebSocket: Bool {
    headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
      && header("sec-websocket-key") != nil
  }

  /// The token of `Authorization: scheme token`.
  func token(_ schemes: String...) -> String? {
    guard let parts = header("authorization")?.split(separator: " ", maxSplits: 1), parts.count == 2,
      schemes.contains(where: { $0.lowercased() == parts[0].lowercased() })
    else { return nil }
    return String(parts[1])
  }

  func flag(_ name: String, _ otherwise: Bool) -> Bool {
    switch query[name]?.lowercased() {
    case "true", "1": true
    case "false", "0": false
    default: otherwise
    }
  }
}

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The pages of the admin port.
enum AdminPage: String, CaseIterable {
  case livez = "/livez"
  case readyz = "/readyz"
  case calls = "/calls"
  case metrics = "/metrics"

  private static let plain = "text/plain; charset=utf-8"

  /// The answer to a request for `path`.
  static func answer(_ method: HTTPRequest.Method, _ path: String, _ state: any AdminState) -> Response {
    guard let page = AdminPage(rawValue: path) else {
      let known = allCases.map(\.rawValue).joined(separator: " ")
      return text("no such page; there are \(known)\n", status: .notFound)
    }
    guard method == .get || method == .head else {
      var response = text("only GET and HEAD\n", status: .methodNotAllowed)
      response.headers[.allow] = "GET, HEAD"
      return response
    }
    let response = page.answer(state)
    return method == .head ? response.withoutBody : response
  }

  private func answer(_ state: any AdminState) -> Response {
    switch self {
    case .livez:
      guard let thread = state.stuckThread else { return Self.text("ok\n") }
      return Self.text("\(thread) is stuck\n", status: .serviceUnavailable)
    case .readyz:
      guard let reason = state.refusal else { return Self.text("ok\n") }
      return Self.text("\(reason)\n", status: .serviceUnavailable)
    case .calls: return Self.json(state.calls)
    case .metrics: return Self.text(state.metrics, type: "text/plain; version=0.0.4; charset=utf-8")
    }
  }

  private static func json(_ calls: [AdminCall]) -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // JSON has no infinity; a figure that is none must not cost the whole list.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "+Inf", negativeInfinity: "-Inf", nan: "NaN")
    guard let body = try? encoder.encode(calls) else {
      return text("the calls cannot be written as JSON\n", status: .internalServerError)
    }
    return text(String(decoding: body, as: UTF8.self) + "\n", type: "application/json")
  }

  private static func text(
    _ body: String, status: HTTPResponse.Status = .ok, type: String = plain
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type, .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: body)))
  }
}

extension Response {
  /// What HEAD is answered: the headers of the page, its length included.
  fileprivate var withoutBody: Response {
    var headers = headers
    if let length = body.contentLength { headers[.contentLength] = "\(length)" }
    return Response(status: status, headers: headers, body: .init())
  }
}

/// One request and its answer, on the connection's event loop.
final class HTTPExchange {
  let connection: Connection
  let request: SimulatedRequest
  /// Told when the client goes away before the answer has ended.
  var onCancel: (() -> Void)?
  private(set) var isDone = false

  init(connection: Connection, request: SimulatedRequest) {
    self.connection = connection
    self.request = request
  }

  var context: SimulatorContext { connection.context }

  func respond(
    _ status: Int, type: String = "application/json", headers: [(String, String)] = [], body: [UInt8]
  ) {
    guard !isDone else { return }
    isDone = true
    let ending = request.keepsAlive ? [] : [("Connection", "close")]
    connection.write(HTTPText.whole(status, type: type, headers: headers + ending, body: body))
    if !request.keepsAlive { connection.close() }
  }

  func respond(_ status: Int, json: String, headers: [(String, String)] = []) {
    respond(status, headers: headers, body: Array(json.utf8))
  }

  /// Begins a body of unknown length.
  func begin(type: String, headers: [(String, String)] = []) {
    let ending = request.keepsAlive ? [] : [("Connection", "close")]
    connection.write(
      HTTPText.head(
        200,
        [("Content-Type", type), ("Transfer-Encoding", "chunked"), ("Cache-Control", "no-cache")] + headers
          + ending))
  }

  func end() {
    guard !isDone else { return }
    isDone = true
    connection.write(HTTPText.lastChunk)
    if !request.keepsAlive { connection.close() }
  }

  func cancel() {
    guard !isDone else { return }
    isDone = true
    if let vendor = connection.vendor { context.tally.count(vendor) { $0.cancels += 1 } }
    onCancel?()
  }
}

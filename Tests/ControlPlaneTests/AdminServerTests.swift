import ControlPlane
import Foundation
import Testing

@Suite("Admin port")
struct AdminServerTests {
  @Test("health pages say ok, and why not")
  func health() async throws {
    try await RunningAdmin.run { admin in
      for path in ["/livez", "/readyz"] {
        let answer = try await admin.request(path)
        #expect(answer.status == 200)
        #expect(answer.body == "ok\n")
        #expect(answer.type == "text/plain; charset=utf-8")
        #expect(answer.headers["cache-control"] == "no-store")
      }
      admin.state.set {
        $0.refusal = "draining: this engine takes no new calls"
        $0.stuckThread = "CallWorker-1"
      }
      let ready = try await admin.request("/readyz")
      #expect(ready.status == 503)
      #expect(ready.body == "draining: this engine takes no new calls\n")
      let live = try await admin.request("/livez")
      #expect(live.status == 503)
      #expect(live.body == "CallWorker-1 is stuck\n")
      admin.state.set { $0.stuckThread = nil }
      // Whoever drains still lives.
      let draining = try await admin.request("/livez")
      #expect(draining.status == 200)
    }
  }

  @Test("live calls come as JSON, whatever stands in them")
  func calls() async throws {
    try await RunningAdmin.run { admin in
      let empty = try await admin.request("/calls")
      #expect(empty.body == "[]\n")
      #expect(empty.type == "application/json")
      let call = AdminCall(
        id: "0191", callControlID: "v3:\"odd\"\n\u{1}", from: "sip:ann@example.com", to: "", codec: "PCMU",
        state: "caller_speaking", seconds: 12.5, turns: 3, worker: 1)
      admin.state.set { $0.calls = [call] }
      let answer = try await admin.request("/calls")
      #expect(answer.status == 200)
      let read = try JSONDecoder().decode([AdminCall].self, from: Data(answer.body.utf8))
      #expect(read == [call])
      let raw = try #require(
        try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [[String: Any]])
      #expect(
        raw[0].keys.sorted() == [
          "callControlID", "codec", "from", "id", "seconds", "state", "to", "turns", "worker",
        ])
      admin.state.set { $0.calls[0].seconds = .nan }
      let odd = try await admin.request("/calls")
      #expect(odd.status == 200)
    }
  }

  @Test("metrics parse strictly, and count the requests to the port")
  func metrics() async throws {
    try await RunningAdmin.run { admin in
      for path in ["/livez", "/livez", "/made-up", "/other?x=1"] { _ = try await admin.request(path) }
      let answer = try await admin.request("/metrics")
      #expect(answer.status == 200)
      #expect(answer.type == "text/plain; version=0.0.4; charset=utf-8")
      let scrape = try StrictScrape(answer.body)
      #expect(scrape.value("fake_level") == 7)
      #expect(scrape.value("starling_admin_requests_total", ["page": "/livez", "status": "200"]) == 2)
      #expect(scrape.value("starling_admin_requests_total", ["page": "unknown", "status": "404"]) == 2)
      #expect(scrape.value("process_open_fds") != nil)
    }
  }

  @Test(
    "other paths are answered 404",
    arguments: ["/", "/metricsx", "/metrics/", "/livez/x", "/../etc/passwd", "/%2e%2e/", "/READYZ"])
  func unknownPaths(path: String) async throws {
    try await RunningAdmin.run { admin in
      let client = try RawClient(port: admin.server.port)
      client.send("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      let answer = await client.readToEnd()
      #expect(answer.text.hasPrefix("HTTP/1.1 404 "))
      #expect(answer.text.contains("/readyz"))
    }
  }

  @Test("a query is no part of the path")
  func queries() async throws {
    try await RunningAdmin.run { admin in
      let answer = try await admin.request("/livez?verbose=1")
      #expect(answer.status == 200)
    }
  }

  @Test("other methods than GET and HEAD are answered 405", arguments: ["POST", "PUT", "DELETE", "OPTIONS"])
  func badMethods(method: String) async throws {
    try await RunningAdmin.run { admin in
      let answer = try await admin.request("/metrics", method: method)
      #expect(answer.status == 405)
      #expect(answer.headers["allow"] == "GET, HEAD")
    }
  }

  @Test("HEAD is answered as GET, without the body")
  func head() async throws {
    try await RunningAdmin.run { admin in
      let client = try RawClient(port: admin.server.port)
      client.send("HEAD /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      let answer = await client.readToEnd().text
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.lowercased().contains("content-length: 3\r\n"))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test(
    "what is no request is refused, and the next client is served",
    arguments: [
      "GET /livez HTTP/1.1\r\nX: " + String(repeating: "a", count: 1 << 20),
      "GET /livez HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 100_000),
      "GET /" + String(repeating: "a", count: 1 << 20),
      "\u{16}\u{3}\u{1} not HTTP at all\r\n\r\n",
      "GET /livez HTTP/9.9\r\n\r\n",
      String(repeating: "\0", count: 4_096),
    ])
  func badRequests(text: String) async throws {
    try await RunningAdmin.run { admin in
      let client = try RawClient(port: admin.server.port)
      client.send(text)
      let answer = await client.readToEnd()
      #expect(answer.isClosed)
      #expect(!answer.text.contains(" 200 "))
      let next = try await admin.request("/livez")
      #expect(next.status == 200)
    }
  }

  @Test("a client that stops in the middle of its request is let go, and others are served meanwhile")
  func slowClients() async throws {
    try await RunningAdmin.run(idleTimeout: .milliseconds(300)) { admin in
      let clients = try (0..<50).map { _ in try RawClient(port: admin.server.port) }
      for client in clients { client.send("GET /metr") }
      let next = try await admin.request("/livez")
      #expect(next.status == 200)
      for client in clients {
        let isClosed = await client.readToEnd().isClosed
        #expect(isClosed)
      }
    }
  }

  @Test("several requests on one connection are each answered")
  func keepAlive() async throws {
    try await RunningAdmin.run { admin in
      let client = try RawClient(port: admin.server.port)
      client.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /calls HTTP/1.1\r\nHost: x\r\n\r\n")
      client.send("GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      let answers = await client.readToEnd().text
      #expect(answers.ranges(of: "HTTP/1.1 200 OK").count == 3)
    }
  }

  @Test("a port in use is told as such")
  func portInUse() async throws {
    try await RunningAdmin.run { admin in
      await #expect(throws: AdminServerError.self) {
        _ = try await AdminServer.start(host: "127.0.0.1", port: admin.server.port, state: FakeState())
      }
    }
  }
}

import Audio
import Foundation
import Networking
import Synchronization
import Testing

extension LoopbackTests {
  @Suite("An HTTP request")
  struct HTTPTests {
    @Test("arrives as it was given, and its answer comes back in parts")
    func exchange() throws {
      let seen = Mutex("")
      let server = try ScriptedServer { peer in
        guard let request = peer.request() else { return }
        seen.withLock { $0 = request }
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n")
        peer.send("X-Fold: a\r\n\t b\r\n\r\n5\r\nhello\r\n")
        _ = peer.receive()
      }
      let loop = try ProviderLoop.bare()
      let log = ExchangeLog()
      let request = HTTPRequest(
        method: "POST", url: server.url + "/v1/messages?a=b%20c",
        headers: [("x-api-key", "secret"), ("content-type", "application/json"), ("x-empty", "")],
        body: Array("{\"a\":1}".utf8))
      let exchange = loop.send(request) { log.take($0) }
      #expect(log.waitForBody(count: 5))
      #expect(log.status == 200)
      #expect(log.headers.contains { $0 == ("content-type", "text/event-stream") })
      #expect(log.headers.contains { $0 == ("x-fold", "a b") })
      #expect(log.endCount == 0)
      let lines = seen.withLock { $0 }.components(separatedBy: "\r\n")
      #expect(lines[0] == "POST /v1/messages?a=b%20c HTTP/1.1")
      for line in [
        "x-api-key: secret", "content-type: application/json", "content-length: 7", "user-agent: starling",
        "x-empty:",
      ] {
        #expect(lines.contains { $0.lowercased() == line }, "\(line)")
      }
      #expect(lines.last == "{\"a\":1}")
      #expect(!lines.contains { $0.lowercased().hasPrefix("expect:") })
      exchange.cancel()
    }

    @Test("of any method is sent as such", arguments: ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
    func methods(method: String) throws {
      let server = try ScriptedServer { peer in
        guard let request = peer.request() else { return }
        let word = String(request.prefix { $0 != " " })
        if word == "HEAD" {
          peer.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n")
        } else {
          peer.respond(word)
        }
      }
      let log = try ProviderLoop.bare().log(HTTPRequest(method: method, url: server.url))
      // The loop was let go, which stops it: the request either made it or was stopped.
      #expect(log.end() != nil)
      let loop = try ProviderLoop.bare()
      let again = loop.log(HTTPRequest(method: method, url: server.url))
      #expect(again.hasFinished())
      #expect(again.text == (method == "HEAD" ? "" : method))
    }

    @Test(
      "that cannot be sent is said to be unusable",
      arguments: [
        HTTPRequest(url: "ftp://127.0.0.1/"), HTTPRequest(url: ""), HTTPRequest(url: "http://a b/"),
        HTTPRequest(url: "http://x:99999/"), HTTPRequest(url: "http://user:word@127.0.0.1/"),
        HTTPRequest(method: "get", url: "http://127.0.0.1:1/"),
        HTTPRequest(method: "GET /x", url: "http://127.0.0.1:1/"),
        HTTPRequest(url: "http://127.0.0.1:1/", headers: [("a", "b\r\nc: d")]),
        HTTPRequest(url: "http://127.0.0.1:1/", headers: [("", "b")]),
        HTTPRequest(url: "http://127.0.0.1:1/", headers: [("Content-Length", "3")]),
        HTTPRequest(url: "http://127.0.0.1:1/", headers: [("transfer-encoding", "chunked")]),
      ])
    func unusable(request: HTTPRequest) throws {
      let loop = try ProviderLoop.bare()
      let log = loop.log(request)
      guard case .unusable = log.failure else {
        Issue.record("\(String(describing: log.failure))")
        return
      }
    }

    @Test("finds no connection where nobody listens, and where the name means nothing")
    func refused() throws {
      let loop = try ProviderLoop.bare()
      let port = try ScriptedServer.freePort()
      for url in ["http://127.0.0.1:\(port)/", "https://127.0.0.1:\(port)/", "https://nowhere.invalid/"] {
        guard case .refused = loop.log(HTTPRequest(url: url)).failure else {
          Issue.record("\(url)")
          continue
        }
      }
    }

    @Test("reuses the connection of the one before")
    func reuse() throws {
      let server = try ScriptedServer { peer in
        while peer.request() != nil { peer.respond("ok") }
      }
      let loop = try ProviderLoop.bare()
      for _ in 0..<5 { #expect(loop.log(HTTPRequest(url: server.url)).hasFinished()) }
      #expect(server.accepted == 1)
      #expect(loop.statistics.openedConnections == 1)
      #expect(loop.statistics.reusedConnections == 4)
      #expect(loop.statistics.openConnections == 1)
      #expect(loop.statistics.requests == 5)
      #expect(loop.statistics.bytesReceived == 10)
    }

    @Test("finds a connection that was warmed")
    func warm() throws {
      let server = try ScriptedServer { peer in
        while let request = peer.request() {
          if request.hasPrefix("HEAD") {
            peer.send("HTTP/1.1 404 Not Found\r\ncontent-length: 9\r\n\r\n")
          } else {
            peer.respond("ok")
          }
        }
      }
      let loop = try ProviderLoop.bare()
      loop.warm(origin: server.url)
      #expect(waitUntil { loop.statistics.openedConnections == 1 && loop.statistics.activeRequests == 0 })
      #expect(loop.log(HTTPRequest(url: server.url)).hasFinished())
      #expect(server.accepted == 1)
      #expect(loop.statistics.reusedConnections == 1)
    }

    @Test("goes over a new connection when the kept one has died")
    func staleConnection() throws {
      let server = try ScriptedServer { peer in
        // One answer, then the end while the client believes in the connection.
        if peer.request() != nil { peer.respond("once") }
      }
      let loop = try ProviderLoop.bare()
      for _ in 0..<10 { #expect(loop.log(HTTPRequest(method: "POST", url: server.url)).hasFinished()) }
      #expect(server.accepted == 10)
    }

    @Test("that must not be repeated takes a connection of its own")
    func unrepeatable() throws {
      let server = try ScriptedServer { peer in
        while peer.request() != nil { peer.respond("ok") }
      }
      let loop = try ProviderLoop.bare()
      var request = HTTPRequest(method: "POST", url: server.url)
      request.isRepeatable = false
      for _ in 0..<3 { #expect(loop.log(request).hasFinished()) }
      #expect(server.accepted == 3)
    }

    @Test("two hundred at once all end, over no more connections than allowed")
    func many() throws {
      let server = try ScriptedServer { peer in
        while peer.request() != nil { peer.respond("ok") }
      }
      let loop = try ProviderLoop.bare { $0.maxConnectionsPerHost = 20 }
      let logs = (0..<200).map { _ in loop.log(HTTPRequest(url: server.url)) }
      for log in logs { #expect(log.hasFinished()) }
      #expect(server.accepted <= 20)
      #expect(loop.statistics.reusedConnections >= 180)
      for log in logs { #expect(log.endCount == 1) }
    }

    @Test("passes over interim responses and keeps trailers to itself")
    func interim() throws {
      let server = try ScriptedServer { peer in
        guard peer.request() != nil else { return }
        peer.send("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
        peer.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-late: 1\r\n\r\n")
      }
      let loop = try ProviderLoop.bare()
      let log = loop.log(HTTPRequest(url: server.url))
      #expect(log.hasFinished())
      #expect(log.headCount == 1)
      #expect(log.status == 200)
      #expect(log.text == "ok")
      #expect(!log.headers.contains { $0.0 == "x-late" || $0.0 == "link" })
    }
  }
}

/// Waits up to 20 s for a condition that nothing announces.
func waitUntil(_ isMet: () -> Bool) -> Bool {
  for _ in 0..<4_000 {
    if isMet() { return true }
    usleep(5_000)
  }
  return isMet()
}

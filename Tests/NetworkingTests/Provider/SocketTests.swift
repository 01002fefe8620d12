import Audio
import Foundation
import Networking
import Synchronization
import Testing

extension LoopbackTests {
  @Suite("A provider's WebSocket")
  struct SocketTests {
    private func url(_ server: RunningLoop, _ path: String = "/echo") -> String {
      "ws://127.0.0.1:\(server.loop.port)\(path)"
    }

    @Test("opens, carries text and binary both ways, and closes with a code")
    func life() throws {
      let server = try RunningLoop()
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: url(server, "/echo?a=b"))
      request.headers = [("User-Agent", "test"), ("Authorization", "Token x")]
      let (exchange, log) = loop.log(request)
      #expect(exchange.send(text: Array("before it opened".utf8)))
      #expect(log.wait(for: .text("before it opened")))
      #expect(log.notes.first == .opened)
      #expect(server.board.requests.first?.userAgent == "test")
      #expect(server.board.requests.first?.query == ["a": "b"])
      let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      #expect(exchange.send(binary: bytes))
      #expect(server.board.wait(for: .binary(bytes)))
      server.run { handler in _ = handler.loop?.write(bytes.span, to: handler.peers[0].id, as: .binary) }
      #expect(log.wait(for: .binary(bytes)))
      exchange.close(code: 1000, reason: "done")
      #expect(!exchange.send(text: [0x61]))
      #expect(log.wait(for: .closed(1000, "done")))
      #expect(server.board.wait(for: .closed(1000)))
      #expect(exchange.queuedBytes == 0)
      #expect(loop.statistics.activeSockets == 0)
      #expect(loop.statistics.openedSockets == 1)
    }

    @Test("keeps the order of what is sent, from the first to the close")
    func order() throws {
      let server = try RunningLoop()
      let loop = try ProviderLoop.bare()
      let (exchange, log) = loop.log(WebSocketRequest(url: url(server)))
      for number in 0..<3_000 { #expect(exchange.send(text: Array("\(number)".utf8))) }
      #expect(log.wait(for: .text("2999")))
      let texts = log.notes.compactMap { if case .text(let text) = $0 { text } else { nil } }
      #expect(texts == (0..<3_000).map(String.init))
      exchange.send(text: Array("last".utf8))
      exchange.close()
      #expect(server.board.wait(for: .text(Array("last".utf8))))
      #expect(log.wait(for: .closed(1000, "")))
    }

    @Test(
      "tells the status of a refused upgrade, and what the peer said with it",
      arguments: [401, 402, 429, 503])
    func rejected(status: Int) throws {
      let server = try ScriptedServer { peer in
        guard peer.request() != nil else { return }
        peer.respond(
          "{\"error\": 1}", status: "\(status) No",
          headers: "Retry-After: 7\r\nX-Request-Id: abc\r\nDG-Error: bad key\r\nContent-Type: text/plain\r\n")
      }
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: "ws://127.0.0.1:\(server.port)/")
      request.wantedHeaders = ["x-request-id", "dg-error", "content-type", "x-absent"]
      let (exchange, log) = loop.log(request)
      #expect(log.waitForEnd())
      #expect(log.notes == [.failed(.rejected)])
      #expect(log.failure?.status == status)
      #expect(log.failure?.retryAfter == .seconds(7 as Int64))
      #expect(exchange.responseHeaders["x-request-id"] == "abc")
      #expect(exchange.responseHeaders["dg-error"] == "bad key")
      #expect(exchange.responseHeaders["content-type"] == "text/plain")
      #expect(exchange.responseHeaders["x-absent"] == nil)
      #expect(!exchange.send(text: []))
    }

    @Test("keeps the wanted headers of an upgrade that succeeds")
    func headers() throws {
      let server = try ScriptedServer { peer in
        peer.upgrade(extra: "dg-request-id: 42\r\n")
        _ = peer.waitForEnd()
      }
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: "ws://127.0.0.1:\(server.port)/")
      request.wantedHeaders = ["dg-request-id"]
      let (exchange, log) = loop.log(request)
      #expect(log.wait(for: .opened))
      #expect(exchange.responseHeaders == ["dg-request-id": "42"])
    }

    @Test("finds no connection where nobody listens, and where the name means nothing")
    func refused() throws {
      let loop = try ProviderLoop.bare()
      let port = try ScriptedServer.freePort()
      for url in ["ws://127.0.0.1:\(port)/", "wss://localhost:\(port)/", "wss://nowhere.invalid/"] {
        let (_, log) = loop.log(WebSocketRequest(url: url))
        #expect(log.waitForEnd())
        #expect(log.notes == [.failed(.refused)], "\(url) \(String(describing: log.failure))")
      }
    }

    @Test("opens to a name")
    func name() throws {
      let server = try RunningLoop()
      let loop = try ProviderLoop.bare()
      for _ in 0..<3 {
        let (_, log) = loop.log(WebSocketRequest(url: "ws://localhost:\(server.loop.port)/echo"))
        #expect(log.wait(for: .opened), "\(String(describing: log.failure))")
      }
      #expect(server.board.requests.first?.host == "localhost:\(server.loop.port)")
    }

    @Test("is given up when it does not open in time", arguments: ["ws", "wss"])
    func timedOut(scheme: String) throws {
      let silent = try SilentListener()
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: "\(scheme)://127.0.0.1:\(silent.port)/")
      request.connectTimeout = .milliseconds(150)
      let begun = loop.now
      let (_, log) = loop.log(request)
      #expect(log.waitForEnd())
      #expect(loop.now - begun >= .milliseconds(150))
      #expect(log.notes == [.failed(.timedOut)])
    }

    @Test(
      "that cannot be asked for is said to be unusable",
      arguments: [
        WebSocketRequest(url: "http://127.0.0.1/"), WebSocketRequest(url: ""),
        WebSocketRequest(url: "ws://127.0.0.1:1/", headers: [("a", "b\r\nc: d")]),
        WebSocketRequest(url: "ws://127.0.0.1:1/", headers: [("Sec-WebSocket-Key", "x")]),
        WebSocketRequest(url: "ws://127.0.0.1:1/", headers: [("Connection", "close")]),
      ])
    func unusable(request: WebSocketRequest) throws {
      let loop = try ProviderLoop.bare()
      let (_, log) = loop.log(request)
      #expect(log.waitForEnd())
      #expect(log.notes == [.failed(.unusable)])
    }

    @Test("believes its authority, and no stranger")
    func trust() throws {
      let certificate = try TestCertificate()
      var options = RunningLoop.loopback
      options.identity = certificate.identity
      let server = try RunningLoop(options)
      let address = "wss://localhost:\(server.loop.port)/echo"
      let loop = try ProviderLoop.bare { $0.authorityPath = certificate.identity.certificatePath }
      let (exchange, log) = loop.log(WebSocketRequest(url: address))
      exchange.send(text: Array("secret".utf8))
      #expect(log.wait(for: .text("secret")), "\(String(describing: log.failure))")
      let other = try ProviderLoop.bare()
      let (_, untrusting) = other.log(WebSocketRequest(url: address))
      #expect(untrusting.waitForEnd())
      #expect(untrusting.notes == [.failed(.untrusted)], "\(String(describing: untrusting.failure))")
    }

    @Test("tells the peer's close code and reason")
    func peerCloses() throws {
      let server = try RunningLoop()
      let loop = try ProviderLoop.bare()
      let (exchange, log) = loop.log(WebSocketRequest(url: url(server)))
      #expect(log.wait(for: .opened))
      server.run { handler in handler.loop?.close(handler.peers[0].id, code: 4008, reason: "no audio") }
      #expect(log.wait(for: .closed(4008, "no audio")))
      #expect(!exchange.send(text: [0x61]))
    }

    @Test("does not take more than may wait, and goes on when the peer reads again")
    func backPressure() throws {
      let reads = Mutex(false)
      let server = try ScriptedServer { peer in
        peer.upgrade()
        while !reads.withLock({ $0 }) { usleep(5_000) }
        _ = peer.waitForEnd()
      }
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: "ws://127.0.0.1:\(server.port)/")
      request.maxQueuedBytes = 1 << 20
      let (exchange, log) = loop.log(request)
      #expect(log.wait(for: .opened))
      let message = [UInt8](repeating: 7, count: 65_536)
      var taken = 0
      while taken < 10_000, exchange.send(binary: message) { taken += 1 }
      #expect(taken < 10_000)
      #expect(exchange.queuedBytes <= 1 << 20)
      reads.withLock { $0 = true }
      #expect(waitUntil { exchange.queuedBytes == 0 })
      #expect(exchange.send(binary: message))
      exchange.cancel()
    }

    @Test("is not given up while its peer answers pings, and is when it does not")
    func silence() throws {
      let lively = try RunningLoop()
      let deaf = try ScriptedServer { peer in
        peer.upgrade()
        _ = peer.waitForEnd()
      }
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: url(lively, "/silent"))
      request.silenceTimeout = .milliseconds(300)
      let (_, well) = loop.log(request)
      request.url = "ws://127.0.0.1:\(deaf.port)/"
      let (_, ill) = loop.log(request)
      #expect(ill.waitForEnd())
      #expect(ill.notes == [.opened, .failed(.silent)])
      usleep(600_000)
      #expect(well.notes == [.opened])
    }

    @Test("is cancelled at any moment, its own closure's included, and is silent then", arguments: 0..<4)
    func cancel(moment: Int) throws {
      let server = try RunningLoop()
      let silent = try SilentListener()
      let loop = try ProviderLoop.bare()
      let log = SocketLog()
      let holder = Mutex<WebSocketExchange?>(nil)
      let request = WebSocketRequest(url: moment == 1 ? "ws://127.0.0.1:\(silent.port)/" : url(server))
      let exchange = loop.open(request) { event in
        log.take(event)
        if moment == 3 {
          while holder.withLock({ $0 == nil }) { usleep(1_000) }
          holder.withLock { $0 }?.cancel()
        }
      }
      holder.withLock { $0 = exchange }
      exchange.send(text: Array("never echoed".utf8))
      if moment == 1 { #expect(waitUntil { loop.statistics.activeSockets == 1 }) }
      if moment >= 2 { #expect(log.wait(for: .opened)) }
      exchange.cancel()
      exchange.cancel()
      #expect(waitUntil { loop.statistics.activeSockets == 0 })
      #expect(!log.notes.contains { if case .failed = $0 { true } else { false } })
      if moment == 3 { #expect(log.notes == [.opened]) }
      #expect(!exchange.send(text: [0x61]))
    }

    @Test("three hundred at once open, are echoed and closed")
    func many() throws {
      let server = try RunningLoop()
      let loop = try ProviderLoop.bare()
      let sockets = (0..<300).map { number in
        let (exchange, log) = loop.log(WebSocketRequest(url: url(server)))
        exchange.send(text: Array("\(number)".utf8))
        return (exchange, log)
      }
      for (number, socket) in sockets.enumerated() {
        #expect(socket.1.wait(for: .text("\(number)")))
        socket.0.close()
      }
      for socket in sockets { #expect(socket.1.wait(for: .closed(1000, ""))) }
      #expect(loop.statistics.activeSockets == 0)
    }
  }
}

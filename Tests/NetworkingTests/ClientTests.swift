import Networking
import Testing

extension LoopbackTests {
  @Suite("A connecting loop")
  struct ClientTests {
    private func client(_ trust: MediaLoopOptions.Trust = .system) throws -> RunningLoop {
      var options = MediaLoopOptions(name: "client")
      options.trust = trust
      options.handshakeTimeoutSeconds = 5
      return try RunningLoop(options)
    }

    private func connect(
      _ client: RunningLoop, _ text: String, headers: [(String, String)] = [], tag: Int
    ) throws {
      let url = try WebSocketURL(text)
      client.run { handler in handler.loop?.connect(to: url, headers: headers, tag: tag) }
    }

    /// Sends `message` on the first connection and waits for its echo.
    private func echoes(_ client: RunningLoop, _ message: [UInt8]) -> Bool {
      client.run { handler in _ = handler.loop?.write(message.span, to: handler.peers[0].id) }
      return client.board.wait(for: .text(message))
    }

    @Test("opens a connection, sends its headers and is echoed", arguments: [5, 1200, 200_000])
    func plain(count: Int) throws {
      let server = try RunningLoop()
      let client = try client()
      try connect(
        client, "ws://127.0.0.1:\(server.loop.port)/echo?a=1",
        headers: [("x-telnyx-streaming-auth-token", "8Zk2hK4kJ7Qw3vM1"), ("User-Agent", "callsim")], tag: 7)
      #expect(client.board.wait(for: .opened(tag: 7)))
      #expect(server.board.requests.first?.authToken == "8Zk2hK4kJ7Qw3vM1")
      #expect(server.board.requests.first?.userAgent == "callsim")
      #expect(server.board.requests.first?.query == ["a": "1"])
      #expect(echoes(client, (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }))
    }

    @Test("tells the HTTP status of a refusal", arguments: [401, 404, 503])
    func refusal(status: Int) throws {
      let server = try RunningLoop(admission: { _ in .refuse(status: status, reason: "no") })
      let client = try client()
      try connect(client, "ws://127.0.0.1:\(server.loop.port)/", tag: 1)
      #expect(client.board.wait(for: .connectFailed(tag: 1, status: status)))
      #expect(client.loop.statistics.openConnections == 0)
    }

    @Test("tells of a port where nobody listens, once")
    func nobody() throws {
      let port = try RunningLoop().loop.port  // stopped at once
      let client = try client()
      try connect(client, "ws://127.0.0.1:\(port)/", tag: 3)
      #expect(client.board.wait(for: .connectFailed(tag: 3, status: nil)))
      #expect(client.board.notes == [.connectFailed(tag: 3, status: nil)])
    }

    @Test("tells of a peer that accepts and never answers")
    func neverAnswers() throws {
      var options = RunningLoop.loopback
      options.handshakeTimeoutSeconds = 1
      let silent = try SilentListener()
      let client = try RunningLoop(options)
      try connect(client, "ws://127.0.0.1:\(silent.port)/", tag: 4)
      #expect(client.board.wait(for: .connectFailed(tag: 4, status: nil)))
    }

    @Test(
      "refuses headers that would break the request",
      arguments: [("a b", "c"), ("a", "b\r\nc: d"), ("", "x")])
    func malformedHeaders(name: String, value: String) throws {
      let client = try client()
      try connect(client, "ws://127.0.0.1:1/", headers: [(name, value)], tag: 5)
      #expect(client.board.wait(for: .connectFailed(tag: 5, status: nil)))
    }

    @Test("reports the server's close code, and its own")
    func closeCodes() throws {
      let server = try RunningLoop()
      let client = try client()
      for tag in 0..<2 { try connect(client, "ws://127.0.0.1:\(server.loop.port)/silent", tag: tag) }
      #expect(client.board.wait { $0.count == 2 })
      server.run { handler in handler.loop?.close(handler.peers[0].id, code: 4400, reason: "order") }
      #expect(client.board.wait(for: .closed(4400)))
      client.run { handler in
        for peer in handler.peers { handler.loop?.close(peer.id, code: 1000, reason: "done") }
      }
      #expect(client.board.wait(for: .closed(1000)))
      #expect(server.board.wait(for: .closed(1000)))
      #expect(server.board.wait(for: .closed(4400)))
    }

    @Test("speaks TLS with a certificate it is told to believe", arguments: [true, false])
    func tls(byAuthority: Bool) throws {
      let certificate = try TestCertificate()
      var options = RunningLoop.loopback
      options.identity = certificate.identity
      let server = try RunningLoop(options)
      let path = certificate.identity.certificatePath
      let client = try client(byAuthority ? .authority(path: path) : .anything)
      try connect(client, "wss://localhost:\(server.loop.port)/echo", tag: 1)
      #expect(client.board.wait(for: .opened(tag: 1)))
      for count in [3, 1200, 300_000] {
        #expect(echoes(client, (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) }))
      }
    }

    @Test("does not believe a stranger's certificate")
    func untrusted() throws {
      let certificate = try TestCertificate()
      var options = RunningLoop.loopback
      options.identity = certificate.identity
      let server = try RunningLoop(options)
      let client = try client()
      try connect(client, "wss://127.0.0.1:\(server.loop.port)/echo", tag: 1)
      #expect(client.board.wait(for: .connectFailed(tag: 1, status: nil)))
      #expect(server.board.requests.isEmpty)
    }

    @Test("a TLS server hangs up on plain text")
    func plainToTLS() throws {
      let certificate = try TestCertificate()
      var options = RunningLoop.loopback
      options.identity = certificate.identity
      let server = try RunningLoop(options)
      let peer = try RawPeer(port: server.loop.port)
      #expect(!peer.upgrade("/echo").hasPrefix("HTTP/1.1 101"))
      #expect(server.board.requests.isEmpty)
    }

    @Test("holds 300 connections and is echoed on each")
    func many() throws {
      let server = try RunningLoop()
      let client = try client()
      let url = try WebSocketURL("ws://127.0.0.1:\(server.loop.port)/echo")
      client.run { handler in for tag in 0..<300 { handler.loop?.connect(to: url, tag: tag) } }
      #expect(client.board.wait { $0.count == 300 })
      client.run { handler in
        for peer in handler.peers { _ = handler.loop?.write("each".utf8.span, to: peer.id) }
      }
      #expect(client.board.wait(for: .text(Array("each".utf8)), times: 300))
    }
  }
}

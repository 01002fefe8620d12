import Networking
import Testing

extension LoopbackTests {
  @Suite("Admission")
  struct AdmissionTests {
    @Test("the request's parts reach the handler")
    func request() throws {
      let server = try RunningLoop()
      let peer = try RawPeer(port: server.loop.port)
      let token = String(repeating: "t", count: 4000)
      let head = peer.upgrade(
        "/media/telnyx/0197a3c2?call=a%20b&empty=&flag&call=second",
        ["X-Telnyx-Streaming-Auth-Token: \(token)", "User-Agent: carrier/1.0"])
      #expect(head.hasPrefix("HTTP/1.1 101"))
      let request = try #require(server.board.requests.first)
      #expect(request.path == "/media/telnyx/0197a3c2")
      #expect(request.query == ["call": "a b", "empty": "", "flag": ""])
      #expect(request.host == "localhost")
      #expect(request.userAgent == "carrier/1.0")
      #expect(request.authToken == token)
      #expect(request.remoteAddress == "127.0.0.1")
      #expect(request.tag == nil)
    }

    @Test("a refusal is an HTTP response before the upgrade", arguments: [401, 403, 404, 503])
    func refusal(status: Int) throws {
      let server = try RunningLoop(admission: { _ in .refuse(status: status, reason: "no: \(status)") })
      let peer = try RawPeer(port: server.loop.port)
      let head = peer.upgrade("/media/telnyx")
      #expect(head.hasPrefix("HTTP/1.1 \(status) "))
      #expect(head.contains("content-type: text/plain"))
      #expect(String(decoding: peer.receiveAll(), as: UTF8.self) == "no: \(status)\n")
      #expect(!server.board.notes.contains(.opened(tag: nil)))
    }

    @Test("beyond the largest number of connections the answer is 503, until one closes")
    func full() throws {
      var options = RunningLoop.loopback
      options.maxConnections = 2
      let server = try RunningLoop(options)
      let (first, second) = (try server.upgraded(), try server.upgraded())
      #expect(try RawPeer(port: server.loop.port).upgrade("/echo").hasPrefix("HTTP/1.1 503 "))
      first.abort()
      #expect(server.board.wait(for: .closed(nil)))
      let third = try server.upgraded()
      third.send(text: "room")
      #expect(third.frame() == .text("room"))
      second.close()
    }

    @Test("no extension is accepted")
    func extensions() throws {
      let server = try RunningLoop()
      let peer = try RawPeer(port: server.loop.port)
      let head = peer.upgrade(
        "/echo", ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"])
      #expect(head.hasPrefix("HTTP/1.1 101"))
      #expect(!head.lowercased().contains("sec-websocket-extensions"))
    }

    @Test(
      "a subprotocol is selected from those offered, and only then",
      arguments: [nil, "chat", "audio.v1, chat"])
    func subprotocol(offer: String?) throws {
      let server = try RunningLoop()
      let peer = try RawPeer(port: server.loop.port)
      let head = peer.upgrade("/echo", offer.map { ["Sec-WebSocket-Protocol: \($0)"] } ?? []).lowercased()
      #expect(head.hasPrefix("http/1.1 101"))
      let selected = offer.map { "sec-websocket-protocol: \($0.prefix { $0 != "," })\r\n" }
      #expect(head.contains("sec-websocket-protocol") == (offer != nil))
      if let selected { #expect(head.contains(selected)) }
    }

    @Test(
      "what is no WebSocket handshake gets a short answer",
      arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 426),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 426),
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 426),
        (
          "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n", 400
        ),
        (
          "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n", 426
        ),
        (
          "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", 400
        ),
      ])
    func notAHandshake(request: String, status: Int) throws {
      let server = try RunningLoop()
      let peer = try RawPeer(port: server.loop.port)
      peer.send(Array(request.utf8))
      let answer = String(decoding: peer.receiveAll(), as: UTF8.self)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
      #expect(server.board.requests.isEmpty)
    }
  }
}

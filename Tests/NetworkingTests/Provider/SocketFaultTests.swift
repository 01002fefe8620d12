import Audio
import Foundation
import Networking
import Testing

extension LoopbackTests {
  @Suite("A faulty WebSocket server")
  struct SocketFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
      let name: String
      var head: String?
      var bytes: [UInt8] = []
      var reset = false
      let cause: WebSocketFailure.Cause
      var testDescription: String { name }
    }

    static let handshakes: [Fault] = [
      Fault(name: "garbage", head: "SSH-2.0-OpenSSH_9.2\r\n\r\n", cause: .broken),
      Fault(name: "garbage status", head: "HTTP/1.1 one\r\n\r\n", cause: .broken),
      Fault(name: "nothing", head: "", cause: .broken),
      Fault(name: "half a head", head: "HTTP/1.1 101 Switching Protocols\r\nUpgra", cause: .broken),
      Fault(
        name: "wrong key",
        head: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n", cause: .broken),
      Fault(name: "no key", head: "HTTP/1.1 101 Switching Protocols\r\n\r\n", cause: .broken),
      Fault(
        name: "flood",
        head: "HTTP/1.1 101 Switching Protocols\r\n" + String(repeating: "x-a: b\r\n", count: 20_000)
          + "\r\n",
        cause: .broken),
      Fault(name: "plain answer", head: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", cause: .rejected),
      Fault(name: "redirect", head: "HTTP/1.1 302 Found\r\nlocation: /x\r\n\r\n", cause: .rejected),
    ]

    @Test("fails the opening in a way that says how, once", arguments: handshakes)
    func handshake(fault: Fault) throws {
      let server = try ScriptedServer { peer in
        guard peer.request() != nil else { return }
        peer.send(fault.head ?? "")
      }
      try expect(fault, from: server, opens: false)
    }

    static let frames: [Fault] = [
      Fault(
        name: "huge frame", bytes: [0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0] + [UInt8](repeating: 7, count: 5_000),
        cause: .tooLarge),
      Fault(
        name: "endless fragments",
        bytes: [0x02, 125] + [UInt8](repeating: 1, count: 125)
          + (0..<1_000).flatMap { _ in [0x00, 125] + [UInt8](repeating: 1, count: 125) }, cause: .tooLarge),
      Fault(name: "no UTF-8", bytes: [0x81, 3, 0x61, 0xFF, 0x62], cause: .broken),
      Fault(
        name: "no UTF-8 across fragments", bytes: [0x01, 1, 0xC3, 0x80, 1, 0x28], cause: .broken),
      Fault(name: "cut in a frame", bytes: [0x81, 100, 0x61], cause: .broken),
      Fault(name: "cut without a close", bytes: [], cause: .broken),
      Fault(name: "reset", bytes: [0x81, 1, 0x61], reset: true, cause: .broken),
      Fault(name: "unknown opcode", bytes: [0x83, 1, 0x61], cause: .broken),
      Fault(name: "reserved bits", bytes: [0xF1, 1, 0x61], cause: .broken),
      Fault(name: "continuation of nothing", bytes: [0x80, 1, 0x61], cause: .broken),
    ]

    @Test("fails an open socket in a way that says how, once", arguments: frames)
    func frame(fault: Fault) throws {
      let server = try ScriptedServer { peer in
        peer.upgrade()
        peer.send(fault.bytes)
        if fault.reset { return peer.reset() }
        usleep(50_000)
      }
      try expect(fault, from: server, opens: true)
    }

    private func expect(_ fault: Fault, from server: ScriptedServer, opens: Bool) throws {
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: "ws://127.0.0.1:\(server.port)/")
      request.maxMessageBytes = 10_000
      request.connectTimeout = .seconds(10 as Int64)
      let (exchange, log) = loop.log(request)
      #expect(log.waitForEnd())
      let ends = log.notes.filter { $0 != .opened && $0 != .text("a") }
      #expect(ends == [.failed(fault.cause)], "\(String(describing: log.failure))")
      #expect(log.notes.contains(.opened) == opens)
      #expect(!exchange.send(text: [0x61]))
      #expect(waitUntil { loop.statistics.activeSockets == 0 })
    }

    @Test("takes fragments, pings between them, and a close without a code")
    func unusualButRight() throws {
      let server = try ScriptedServer { peer in
        peer.upgrade()
        // "hé" in two fragments, cut within the character, with a ping between.
        peer.send([0x01, 2, 0x68, 0xC3, 0x89, 1, 0x70, 0x80, 1, 0xA9, 0x88, 0])
        _ = peer.waitForEnd()
      }
      let loop = try ProviderLoop.bare()
      let (_, log) = loop.log(WebSocketRequest(url: "ws://127.0.0.1:\(server.port)/"))
      #expect(log.waitForEnd())
      #expect(log.notes == [.opened, .text("hé"), .closed(nil, "")])
    }

    @Test(
      "any bytes after the upgrade lead to an end or to nothing, never to harm", arguments: UInt64(0)..<30)
    func anything(seed: UInt64) throws {
      var random = SeededBytes(seed: seed)
      let bytes = random.take(400)
      let server = try ScriptedServer { peer in
        peer.upgrade()
        peer.send(bytes)
      }
      let loop = try ProviderLoop.bare()
      var request = WebSocketRequest(url: "ws://127.0.0.1:\(server.port)/")
      request.silenceTimeout = .seconds(2 as Int64)
      let (_, log) = loop.log(request)
      #expect(log.waitForEnd())
      let ends = log.notes.count {
        if case .failed = $0 { true } else if case .closed = $0 { true } else { false }
      }
      #expect(ends == 1)
    }
  }
}

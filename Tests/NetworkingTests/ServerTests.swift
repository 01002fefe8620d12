import Networking
import Testing

extension LoopbackTests {
  @Suite("A serving loop")
  struct ServerTests {
    @Test("echoes a text message")
    func echo() throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      peer.send(text: #"{"event":"connected"}"#)
      #expect(peer.frame() == .text(#"{"event":"connected"}"#))
    }

    @Test(
      "hands over messages of any length in one piece", arguments: [0, 1, 125, 126, 1300, 4096, 4097, 65_536])
    func lengths(count: Int) throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      peer.send(.init(opcode: 1, payload: message))
      #expect(peer.frame() == .init(opcode: 1, payload: message))
      #expect(server.board.notes.contains(.text(message)))
    }

    @Test("takes and gives a message of 1 MiB")
    func mebibyte() throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      let message = [UInt8](repeating: 0x61, count: 1 << 20)
      peer.send(.init(opcode: 1, payload: message))
      #expect(peer.frame()?.payload == message)
    }

    @Test("joins fragments, and answers a ping between them")
    func fragments() throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      peer.send(.init(isFinal: false, opcode: 1, payload: Array("one ".utf8)))
      peer.send(.init(opcode: 9, payload: Array("still there?".utf8)))
      peer.send(.init(isFinal: false, opcode: 0, payload: Array("two ".utf8)))
      peer.send(.init(opcode: 0, payload: Array("three".utf8)))
      let frames = [peer.frame(), peer.frame()]
      #expect(frames.contains(.text("one two three")))
      #expect(frames.contains(RawPeer.Frame(opcode: 10, payload: Array("still there?".utf8))))
    }

    @Test("joins a message whose bytes come one at a time")
    func bytewise() throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      for byte in RawPeer.bytes(.text(String(repeating: "dribble ", count: 20))) { peer.send([byte]) }
      #expect(peer.frame() == .text(String(repeating: "dribble ", count: 20)))
    }

    @Test("tells binary messages from text")
    func binary() throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      peer.send(.init(opcode: 2, payload: [0, 255, 1]))
      #expect(server.board.wait(for: .binary([0, 255, 1])))
    }

    @Test("keeps the order of many messages in one segment")
    func batch() throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      let texts = (0..<200).map { "message \($0) " + String(repeating: "x", count: $0) }
      peer.send(texts.flatMap { RawPeer.bytes(.text($0)) })
      for text in texts { #expect(peer.frame() == .text(text)) }
    }

    @Test("closes a connection with 1009 for a message that is too long, and no other")
    func tooLong() throws {
      var options = RunningLoop.loopback
      options.maxMessageBytes = 10_000
      let server = try RunningLoop(options)
      let (greedy, other) = (try server.upgraded(), try server.upgraded())
      greedy.send(.init(opcode: 1, payload: [UInt8](repeating: 0x61, count: 10_001)))
      #expect(greedy.frame() == .close(1009, "message too long"))
      greedy.close()
      #expect(server.board.wait(for: .closed(1009)))
      other.send(.init(opcode: 1, payload: [UInt8](repeating: 0x62, count: 10_000)))
      #expect(other.frame()?.payload.count == 10_000)
    }

    @Test("counts the fragments of a message together against its limit")
    func tooLongInFragments() throws {
      var options = RunningLoop.loopback
      options.maxMessageBytes = 10_000
      let server = try RunningLoop(options)
      let peer = try server.upgraded()
      peer.send(.init(isFinal: false, opcode: 1, payload: [UInt8](repeating: 0x61, count: 6_000)))
      peer.send(.init(opcode: 0, payload: [UInt8](repeating: 0x61, count: 6_000)))
      #expect(peer.frame() == .close(1009, "message too long"))
    }

    @Test("reports an abrupt end once, without a code", arguments: [true, false])
    func abruptEnd(reset: Bool) throws {
      let server = try RunningLoop()
      let (lost, other) = (try server.upgraded(), try server.upgraded())
      if reset { lost.abort() } else { lost.close() }
      #expect(server.board.wait(for: .closed(nil)))
      other.send(text: "after")
      #expect(other.frame() == .text("after"))
      #expect(server.board.notes.count { $0 == .closed(nil) } == 1)
      #expect(server.loop.statistics.openConnections == 1)
    }

    @Test("closes with the code and reason it is given, and reports them")
    func closeWithCode() throws {
      let server = try RunningLoop()
      let peer = try server.upgraded("/silent")
      server.run { handler in handler.loop?.close(handler.peers[0].id, code: 4401, reason: "bad token") }
      #expect(peer.frame() == .close(4401, "bad token"))
      peer.send(.close(4401, "bad token"))
      #expect(server.board.wait(for: .closed(4401)))
      #expect(peer.frame() == nil)
    }

    @Test("answers a peer's close and reports its code", arguments: [1000, 1001, 3999])
    func peerCloses(code: Int) throws {
      let server = try RunningLoop()
      let peer = try server.upgraded()
      peer.send(.close(code, "bye"))
      #expect(peer.frame() == .close(code, "bye"))
      #expect(server.board.wait(for: .closed(code)))
    }

    @Test("gives a stale name no way to its successor")
    func staleName() throws {
      let server = try RunningLoop()
      let first = try server.upgraded("/silent")
      first.abort()
      #expect(server.board.wait(for: .closed(nil)))
      let second = try server.upgraded("/silent")
      server.run { handler in
        let (stale, fresh) = (handler.peers[0].id, handler.peers[1].id)
        guard stale.index == fresh.index, let loop = handler.loop else { return }
        if loop.write("stale".utf8.span, to: stale) == .closed { handler.board.post(.text([])) }
        loop.close(stale, code: 1000, reason: "")
        _ = loop.write("fresh".utf8.span, to: fresh)
      }
      #expect(server.board.wait(for: .text([])))
      #expect(second.frame() == .text("fresh"))
    }

    @Test(
      "hands a reader that does not read .wouldBlock, serves the others, and says when there is room again")
    func slowReader() throws {
      let server = try RunningLoop()
      let slow = try RawPeer(port: server.loop.port, receiveBuffer: 4096)
      #expect(slow.upgrade("/silent").hasPrefix("HTTP/1.1 101"))
      let other = try server.upgraded()
      server.run { handler in
        let message = [UInt8](repeating: 0x6D, count: 32_768)
        var written = 0
        while written < 10_000, handler.loop?.write(message.span, to: handler.peers[0].id) == .written {
          written += 1
        }
        handler.board.post(.text(Array("\(written)".utf8)))
      }
      let isCounted = server.board.wait { $0.contains { $0 != .opened(tag: nil) } }
      #expect(isCounted)
      var written = 0
      for case .text(let digits) in server.board.notes {
        written = Int(String(decoding: digits, as: UTF8.self)) ?? 0
      }
      #expect(written > 0 && written < 10_000)
      other.send(text: "not held up")
      #expect(other.frame() == .text("not held up"))
      #expect(!server.board.notes.contains(.writable))
      for _ in 0..<written { #expect(slow.frame()?.payload.count == 32_768) }
      #expect(server.board.wait(for: .writable))
    }

    @Test("lets go of a reader that does not read, when told to close it")
    func closeSlowReader() throws {
      let server = try RunningLoop()
      let slow = try RawPeer(port: server.loop.port, receiveBuffer: 4096)
      #expect(slow.upgrade("/silent").hasPrefix("HTTP/1.1 101"))
      server.run { handler in
        let message = [UInt8](repeating: 0x6D, count: 65_536)
        let id = handler.peers[0].id
        while handler.loop?.write(message.span, to: id) == .written {}
        handler.loop?.close(id, code: 1013, reason: "too slow")
        if handler.loop?.write(message.span, to: id) == .closed { handler.board.post(.text([])) }
      }
      #expect(server.board.wait(for: .text([])))
      #expect(server.board.wait(for: .closed(1013)))
    }
  }
}

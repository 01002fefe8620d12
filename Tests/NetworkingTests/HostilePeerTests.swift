import Audio
import Glibc
import Networking
import Testing

extension LoopbackTests {
  @Suite("Hostile peers")
  struct HostilePeerTests {
    @Test("garbage instead of HTTP ends that connection alone", arguments: 0..<20)
    func garbage(seed: UInt64) throws {
      let server = try RunningLoop()
      let witness = try server.upgraded()
      var random = SeededBytes(seed: seed)
      let peer = try RawPeer(port: server.loop.port)
      peer.send(random.take(3000))
      peer.send(Array("\r\n\r\n".utf8))
      witness.send(text: "alive")
      #expect(witness.frame() == .text("alive"))
    }

    @Test("garbage instead of frames ends that connection alone", arguments: 0..<20)
    func garbageFrames(seed: UInt64) throws {
      let server = try RunningLoop()
      let (witness, peer) = (try server.upgraded(), try server.upgraded())
      var random = SeededBytes(seed: seed)
      peer.send(random.take(5000))
      peer.close()
      #expect(server.board.waitForAnyEnd())
      witness.send(text: "alive")
      #expect(witness.frame() == .text("alive"))
    }

    @Test(
      "frames that break the protocol end that connection alone",
      arguments: [
        [0x83, 0x80, 0, 0, 0, 0],  // a reserved opcode
        [0xC1, 0x80, 0, 0, 0, 0],  // a reserved bit, with no extension
        [0x80, 0x80, 0, 0, 0, 0],  // a continuation of nothing
        [0x09, 0x80, 0, 0, 0, 0],  // a fragmented ping
        [0x89, 0xFE, 0x00, 0x80, 0, 0, 0, 0],  // a ping that is too long
        [0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],  // a length beyond 63 bits
        [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0x41],  // the largest length
      ] as [[UInt8]])
    func brokenFrames(bytes: [UInt8]) throws {
      let server = try RunningLoop()
      let (witness, peer) = (try server.upgraded(), try server.upgraded())
      peer.send(bytes)
      while let frame = peer.frame(), frame.opcode != 8 {}
      peer.close()
      #expect(server.board.waitForAnyEnd())
      witness.send(text: "alive")
      #expect(witness.frame() == .text("alive"))
    }

    @Test("CONNECT, endless headers and a request cut short end that connection alone")
    func brokenRequests() throws {
      let server = try RunningLoop()
      let tunnel = try RawPeer(port: server.loop.port)
      tunnel.send(Array("CONNECT a:1 HTTP/1.1\r\nHost: a\r\nConnect: x\r\n\r\nraw".utf8))
      let endless = try RawPeer(port: server.loop.port)
      endless.send(Array("GET / HTTP/1.1\r\nHost: x\r\nX-Long: ".utf8))
      endless.send([UInt8](repeating: 0x61, count: 100_000))
      let short = try RawPeer(port: server.loop.port)
      short.send(Array("GET / HTT".utf8))
      short.close()
      _ = endless.receiveAll()
      let witness = try server.upgraded()
      witness.send(text: "alive")
      #expect(witness.frame() == .text("alive"))
      #expect(server.board.requests.count == 1)
    }

    @Test("a handshake with any damage ends, at worst, that connection", arguments: 0..<40)
    func damagedHandshakes(seed: UInt64) throws {
      let server = try RunningLoop()
      let witness = try server.upgraded()
      for variant in 0..<25 {
        var damage = HandshakeDamage(seed: seed &* 1000 &+ UInt64(variant))
        let peer = try RawPeer(port: server.loop.port)
        peer.send(damage.request() + RawPeer.bytes(.text("after")))
        peer.endSending()
        _ = peer.receiveAll()
      }
      witness.send(text: "alive")
      #expect(witness.frame() == .text("alive"))
    }

    @Test("500 sockets that say nothing do not hold up a caller, and are closed in the end")
    func silentSockets() throws {
      var options = RunningLoop.loopback
      options.handshakeTimeoutSeconds = 1
      let server = try RunningLoop(options)
      let silent = try (0..<500).map { _ in try RawPeer(port: server.loop.port) }
      let witness = try server.upgraded()
      witness.send(text: "served")
      #expect(witness.frame() == .text("served"))
      for peer in silent { #expect(peer.receive().isEmpty) }
      witness.send(text: "still open")
      #expect(witness.frame() == .text("still open"))
      #expect(server.loop.statistics.handshakes == 0)
      #expect(server.loop.statistics.openConnections == 1)
    }

    @Test("sockets beyond the largest number of handshakes are closed unheard")
    func tooManyHandshakes() throws {
      var options = RunningLoop.loopback
      options.maxHandshakes = 3
      let server = try RunningLoop(options)
      let waiting = try (0..<3).map { _ in try RawPeer(port: server.loop.port) }
      let unheard = try RawPeer(port: server.loop.port)
      #expect(unheard.receive().isEmpty)
      #expect(waiting[0].upgrade("/echo").hasPrefix("HTTP/1.1 101"))
      // The loop counts after it closes: by the next answer it has.
      #expect(server.loop.statistics.closedUnheard == 1)
      let next = try server.upgraded()
      next.send(text: "a place was free")
      #expect(next.frame() == .text("a place was free"))
    }

    @Test("out of descriptors it hangs up on newcomers, and serves again when there are some")
    func outOfDescriptors() async {
      await #expect(processExitsWith: .success) {
        var limit = rlimit(rlim_cur: 300, rlim_max: 300)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var options = RunningLoop.loopback
        options.maxConnections = 100
        let server = try RunningLoop(options)
        let witness = try server.upgraded()
        var crowd: [RawPeer] = []
        while let peer = try? RawPeer(port: server.loop.port) { crowd.append(peer) }
        witness.send(text: "served")
        #expect(witness.frame() == .text("served"))
        #expect(crowd.count > 100)
        crowd = []
        // The loop may hear of newcomers before it hears that the crowd is gone.
        var next = try? server.upgraded()
        while next == nil { next = try? server.upgraded() }
        next?.send(text: "served too")
        #expect(next?.frame() == .text("served too"))
      }
    }

    @Test("a peer that never answers a ping is given up; one that talks is not")
    func silentPeer() throws {
      var options = RunningLoop.loopback
      options.pingInterval = .seconds(1 as Int64)
      let server = try RunningLoop(options)
      let silent = try server.upgraded("/silent")
      #expect(silent.frame()?.opcode == 9)
      let talking = try server.upgraded()
      while !server.board.notes.contains(.closed(nil)) {
        talking.send(text: "here")
        guard var frame = talking.frame() else { break }
        while frame.opcode == 9, let next = talking.frame() { frame = next }
        #expect(frame == .text("here"))
        usleep(50_000)
      }
      #expect(server.loop.statistics.openConnections == 1)
    }
  }
}

/// Bytes from a seed (SplitMix64).
struct SeededBytes {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func take(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return UInt8(truncatingIfNeeded: mixed >> 31)
    }
  }
}

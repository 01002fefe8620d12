import Foundation
import Networking
import Synchronization
import Testing

extension LoopbackTests {
  @Suite("A loop's life")
  struct LifeTests {
    @Test("a port in use is an error that names it")
    func portInUse() throws {
      let first = try RunningLoop()
      var options = RunningLoop.loopback
      options.listen?.port = first.loop.port
      #expect(throws: NetworkingError.addressInUse(first.loop.port)) { try RunningLoop(options) }
    }

    @Test(
      "an address that the machine does not have is an error", arguments: ["192.0.2.1", "not an address"])
    func noSuchAddress(address: String) {
      var options = RunningLoop.loopback
      options.listen?.address = address
      #expect(throws: NetworkingError.self) { try RunningLoop(options) }
    }

    @Test("a certificate that is missing, or is none, is an error")
    func badCertificate() throws {
      var options = RunningLoop.loopback
      options.identity = .init(certificatePath: "/nowhere/certificate.pem", keyPath: "/nowhere/key.pem")
      #expect(throws: NetworkingError.unreadableFile("/nowhere/certificate.pem")) { try RunningLoop(options) }
      let (first, second) = (try TestCertificate(), try TestCertificate())
      options.identity = .init(
        certificatePath: first.identity.certificatePath, keyPath: second.identity.keyPath)
      #expect(throws: (any Error).self) { try RunningLoop(options) }
    }

    @Test("more connections than descriptors is an error that says how many")
    func descriptors() async {
      // In a process of its own, because the attempt raises the limit as far as it can.
      await #expect(processExitsWith: .success) {
        var options = RunningLoop.loopback
        options.maxConnections = 1 << 40
        let hard = raiseDescriptorLimit(to: 0).hard
        #expect(throws: NetworkingError.descriptorLimit(needed: 1 << 40 + 64, available: hard)) {
          try RunningLoop(options)
        }
      }
    }

    @Test("starts once")
    func startsOnce() throws {
      let server = try RunningLoop()
      #expect(throws: NetworkingError.alreadyStarted) { try server.loop.start() }
      server.loop.stop()
      #expect(throws: NetworkingError.alreadyStarted) { try server.loop.start() }
    }

    @Test("stop says goodbye, tells of every connection, joins the thread and lets everything go")
    func stop() throws {
      let before = try openDescriptors()
      weak var handler: NotingHandler?
      do {
        let server = try RunningLoop()
        let peers = try (0..<20).map { _ in try server.upgraded("/silent") }
        let gone = try RawPeer(port: server.loop.port)
        let seen = WeakHandler()
        server.run { seen.set($0) }
        #expect(server.board.wait(for: .opened(tag: nil), times: 20))
        let port = server.loop.port
        peers[0].send(text: "before the end")
        #expect(server.board.wait(for: .text(Array("before the end".utf8))))
        server.loop.stop()
        server.loop.stop()
        #expect(server.board.notes.count { $0 == .closed(1001) } == 20)
        for peer in peers {
          #expect(peer.frame() == .close(1001))
          #expect(peer.frame() == nil)
        }
        #expect(gone.receive().isEmpty)
        #expect(throws: RawPeer.NoConnection.self) { try RawPeer(port: port) }
        #expect(server.loop.statistics.openConnections == 0)
        server.loop.wake()
        handler = seen.get()
      }
      #expect(handler == nil)
      #expect(try openDescriptors() == before)
    }

    @Test("a loop that is never started, or dropped while it runs, goes quietly")
    func dropped() throws {
      _ = MediaLoop(options: RunningLoop.loopback, handler: NotingHandler(Board(), { _ in .accept }))
      for _ in 0..<20 { _ = try RunningLoop() }
    }

    @Test("wakes from other threads are all served")
    func wakes() throws {
      let server = try RunningLoop()
      for number in 0..<500 {
        let text = Array("\(number)".utf8)
        server.run { $0.board.post(.text(text)) }
        if number % 50 == 0 { #expect(server.board.wait(for: .text(text))) }
      }
      #expect(server.board.wait { $0.count == 500 })
    }

    private func openDescriptors() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
  }
}

/// Carries a handler's weak reference off the loop's thread, where nothing is done with it but to look
/// whether it still stands for anything.
final class WeakHandler: @unchecked Sendable {
  private let lock = NSLock()
  private weak var handler: NotingHandler?

  func set(_ handler: NotingHandler) { lock.withLock { self.handler = handler } }
  func get() -> NotingHandler? { lock.withLock { handler } }
}

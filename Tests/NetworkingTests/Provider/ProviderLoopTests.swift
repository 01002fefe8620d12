import Audio
import Foundation
import Networking
import Synchronization
import Testing

extension LoopbackTests {
  @Suite("A provider loop")
  struct ProviderLoopTests {
    @Test("stop ends everything with one last event, and gives everything back")
    func stop() throws {
      func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      let server = try ScriptedServer { peer in
        guard peer.request() != nil else { return }
        peer.send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nfirst")
        _ = peer.waitForEnd()
      }
      let echo = try RunningLoop()
      let silent = try SilentListener()
      var requests: [ExchangeLog] = []
      var sockets: [SocketLog] = []
      let timer = Mutex(false)
      let before = try openDescriptors()
      do {
        let loop = try ProviderLoop.bare()
        requests = (0..<20).map { _ in loop.log(HTTPRequest(url: server.url)) }
        for log in requests { #expect(log.waitForHead()) }
        requests += (0..<5).map { _ in loop.log(HTTPRequest(url: "https://127.0.0.1:\(silent.port)/")) }
        sockets = (0..<20).map { _ in
          loop.log(WebSocketRequest(url: "ws://127.0.0.1:\(echo.loop.port)/silent")).1
        }
        for log in sockets { #expect(log.wait(for: .opened)) }
        sockets += (0..<5).map { _ in loop.log(WebSocketRequest(url: "ws://127.0.0.1:\(silent.port)/")).1 }
        loop.after(.seconds(3600 as Int64)) { timer.withLock { $0 = true } }
        requests.append(loop.log(HTTPRequest(url: server.url)))
        sockets.append(loop.log(WebSocketRequest(url: "wss://localhost:\(silent.port)/")).1)
        loop.stop()
        loop.stop()
        // Nothing begins after it.
        requests.append(loop.log(HTTPRequest(url: server.url)))
        sockets.append(loop.log(WebSocketRequest(url: "ws://127.0.0.1:\(echo.loop.port)/")).1)
        loop.after(.zero) { timer.withLock { $0 = true } }
        loop.warm(origin: server.url)
        #expect(loop.statistics.activeRequests == 0)
        #expect(loop.statistics.activeSockets == 0)
        #expect(loop.statistics.openConnections == 0)
      }
      for log in requests {
        #expect(log.failure == .stopped)
        #expect(log.endCount == 1)
      }
      for log in sockets {
        #expect(log.notes.last == .failed(.stopped))
        #expect(log.notes.count { $0 == .failed(.stopped) } == 1)
      }
      #expect(!timer.withLock { $0 })
      #expect(waitUntil { (try? openDescriptors()) ?? 0 <= before + 2 * 21 + 21 })
    }

    @Test("connections that never came to be are not counted as open")
    func neverOpen() throws {
      let silent = try SilentListener()
      let loop = try ProviderLoop.bare()
      // Nobody listens on port 1.
      let refused = (0..<5).map { _ in loop.log(HTTPRequest(url: "http://127.0.0.1:1/")) }
      var waiting = HTTPRequest(url: "https://127.0.0.1:\(silent.port)/")
      waiting.timeouts.connect = .milliseconds(50)
      let late = (0..<5).map { _ in loop.log(waiting) }
      for log in refused + late { #expect(log.end() != nil) }
      #expect(loop.statistics.openConnections == 0)
    }

    @Test("may be stopped from its own closures, and dropped there")
    func stopFromWithin() throws {
      let server = try ScriptedServer { peer in
        while peer.request() != nil { peer.respond("ok") }
      }
      for _ in 0..<10 {
        let log = ExchangeLog()
        let ended = Mutex(false)
        let loop = try ProviderLoop.bare()
        loop.after(.zero) {
          loop.stop()
          ended.withLock { $0 = true }
        }
        loop.send(HTTPRequest(url: server.url)) { log.take($0) }
        #expect(log.end() != nil)
        #expect(waitUntil { ended.withLock { $0 } })
      }
    }

    @Test("starts and stops at once, many times, and keeps nothing")
    func churn() throws {
      for _ in 0..<20 { try ProviderLoop.bare().stop() }
    }

    @Test("does not start with an authority that cannot be read")
    func unreadable() {
      #expect(throws: NetworkingError.unreadableFile("/nowhere/ca.pem")) {
        try ProviderLoop.bare { $0.authorityPath = "/nowhere/ca.pem" }
      }
    }

    @Test("runs timers in their order, never early, and not those that were cancelled")
    func timers() throws {
      let loop = try ProviderLoop.bare()
      let fired = Mutex<[Int]>([])
      let begun = loop.now
      let early = Mutex(0)
      var cancelled: [LoopTimer] = []
      for number in (0..<50).reversed() {
        let delay = MediaTime.milliseconds(Int64(5 + number * 3))
        let timer = loop.after(delay) {
          if loop.now - begun < delay { early.withLock { $0 += 1 } }
          fired.withLock { $0.append(number) }
        }
        if number % 5 == 0 { cancelled.append(timer) }
      }
      for timer in cancelled { timer.cancel() }
      #expect(waitUntil { fired.withLock { $0.count } >= 40 })
      #expect(fired.withLock { $0 } == (0..<50).filter { $0 % 5 != 0 })
      #expect(early.withLock { $0 } == 0)
    }

    @Test("a timer's closure is let go when it is cancelled, long before its time")
    func timerMemory() throws {
      final class Token: Sendable {}
      let loop = try ProviderLoop.bare()
      weak var seen: Token?
      do {
        let token = Token()
        seen = token
        let timer = loop.after(.seconds(3600 as Int64)) { _ = token }
        timer.cancel()
      }
      #expect(seen == nil)
    }

    @Test("counts its time from the origin it was given")
    func clock() throws {
      let origin = MonotonicClock.now
      let loop = try ProviderLoop.bare { $0.clockOrigin = origin }
      #expect(loop.now >= .zero && loop.now < .seconds(20 as Int64))
    }

    @Test("requests from many threads, cancelled at random, all end or fall silent")
    func threads() throws {
      let server = try ScriptedServer { peer in
        while peer.request() != nil { peer.respond("ok") }
      }
      let loop = try ProviderLoop.bare { $0.maxConnectionsPerHost = 16 }
      let logs = Mutex<[(ExchangeLog, Bool)]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { thread in
        var random = SeededBytes(seed: UInt64(thread))
        for _ in 0..<50 {
          let log = ExchangeLog()
          let exchange = loop.send(HTTPRequest(url: server.url)) { log.take($0) }
          let isCancelled = random.take(1)[0] < 100
          if isCancelled { exchange.cancel() }
          logs.withLock { $0.append((log, isCancelled)) }
        }
      }
      for (log, isCancelled) in logs.withLock({ $0 }) where !isCancelled { #expect(log.hasFinished()) }
      #expect(waitUntil { loop.statistics.activeRequests == 0 })
      for (log, _) in logs.withLock({ $0 }) { #expect(log.endCount <= 1) }
    }
  }
}

import Audio
import Foundation
import Networking
import Testing

extension LoopbackTests {
  @Suite("A request over TLS and HTTP/2")
  struct SecureHTTPTests {
    private func loop(
      _ authority: TestAuthority, _ change: (inout ProviderLoopOptions) -> Void = { _ in }
    ) throws -> ProviderLoop {
      try ProviderLoop.bare {
        $0.authorityPath = authority.path
        change(&$0)
      }
    }

    @Test("two hundred at once share few connections, a hundred one")
    func multiplexed() throws {
      let authority = try TestAuthority()
      let server = try HTTP2Server(authority.identity)
      let loop = try loop(authority) { $0.maxStreamsPerConnection = 100 }
      loop.warm(origin: server.url)
      #expect(waitUntil { loop.statistics.openedConnections == 1 && loop.statistics.activeRequests == 0 })
      let hundred = (0..<100).map { _ in loop.log(HTTPRequest(url: server.url + "/hello.txt")) }
      for log in hundred { #expect(log.hasFinished()) }
      #expect(loop.statistics.openedConnections == 1)
      let logs = (0..<200).map { _ in loop.log(HTTPRequest(url: server.url + "/hello.txt")) }
      for log in logs {
        #expect(log.hasFinished())
        #expect(log.status == 200)
        #expect(log.text == "hello over two\n")
      }
      // The server allows 100 streams on a connection: of the rest each that finds none free opens one of its own, which
      // on a busy machine may be all of them.
      #expect(loop.statistics.openedConnections <= 101)
      #expect(loop.statistics.reusedConnections >= 100)
    }

    @Test("so many requests share a connection as are allowed, and the rest take others")
    func streamsAtATime() throws {
      let authority = try TestAuthority()
      let server = try HTTP2Server(authority.identity)
      let loop = try loop(authority) { $0.maxStreamsPerConnection = 10 }
      #expect(loop.log(HTTPRequest(url: server.url + "/hello.txt")).hasFinished())
      server.pause()
      let logs = (0..<25).map { _ in loop.log(HTTPRequest(url: server.url + "/hello.txt")) }
      #expect(waitUntil { loop.statistics.activeRequests == 25 })
      server.resume()
      for log in logs { #expect(log.hasFinished()) }
      #expect((3...16).contains(loop.statistics.openedConnections))
    }

    @Test("a burst without a warm connection waits for the first to say what it speaks")
    func coldBurst() throws {
      let authority = try TestAuthority()
      let server = try HTTP2Server(authority.identity)
      let loop = try loop(authority)
      let logs = (0..<30).map { _ in loop.log(HTTPRequest(url: server.url + "/hello.txt")) }
      for log in logs { #expect(log.hasFinished()) }
      #expect(loop.statistics.openedConnections == 1)
    }

    @Test("a body goes up, and one of megabytes comes down, in parts")
    func bodies() throws {
      let authority = try TestAuthority()
      let server = try HTTP2Server(authority.identity, options: ["--echo-upload"])
      let loop = try loop(authority)
      let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let echo = loop.log(HTTPRequest(method: "POST", url: server.url + "/echo", body: body))
      #expect(echo.hasFinished())
      #expect(echo.body == body)
      let large = loop.log(HTTPRequest(url: server.url + "/large.bin"))
      #expect(large.hasFinished())
      #expect(large.body.count == 3_000_000)
    }

    @Test("cancelling some of many leaves the others and the connection")
    func cancelSome() throws {
      let authority = try TestAuthority()
      let server = try HTTP2Server(authority.identity)
      let loop = try loop(authority)
      #expect(loop.log(HTTPRequest(url: server.url + "/hello.txt")).hasFinished())
      let pairs = (0..<30).map { _ in
        let log = ExchangeLog()
        return (loop.send(HTTPRequest(url: server.url + "/large.bin")) { log.take($0) }, log)
      }
      for pair in pairs.enumerated() where pair.offset % 2 == 0 { pair.element.0.cancel() }
      for pair in pairs.enumerated() where pair.offset % 2 == 1 {
        #expect(pair.element.1.hasFinished())
        #expect(pair.element.1.body.count == 3_000_000)
      }
      #expect(loop.log(HTTPRequest(url: server.url + "/hello.txt")).hasFinished())
      #expect(loop.statistics.openedConnections == 1)
    }

    @Test(
      "a certificate that is not to be believed is told as such",
      arguments: ["stranger", "expired", "other name"])
    func untrusted(flaw: String) throws {
      let authority = try TestAuthority(
        expired: flaw == "expired", name: flaw == "other name" ? "example.org" : "localhost")
      let server = try HTTP2Server(authority.identity)
      let loop = flaw == "stranger" ? try ProviderLoop.bare() : try loop(authority)
      let log = loop.log(HTTPRequest(url: server.url + "/hello.txt"))
      guard case .untrusted = log.failure else {
        Issue.record("\(String(describing: log.failure))")
        return
      }
      var options = RunningLoop.loopback
      options.identity = .init(
        certificatePath: authority.identity.certificatePath, keyPath: authority.identity.keyPath)
      let sockets = try RunningLoop(options)
      let (_, socket) = loop.log(WebSocketRequest(url: "wss://localhost:\(sockets.loop.port)/echo"))
      #expect(socket.waitForEnd())
      #expect(socket.notes == [.failed(.untrusted)], "\(String(describing: socket.failure))")
    }

    @Test("a connection that died without a word is not given to the next request")
    func deadConnection() throws {
      let authority = try TestAuthority()
      let server = try HTTP2Server(authority.identity)
      let loop = try loop(authority)
      #expect(loop.log(HTTPRequest(url: server.url + "/hello.txt")).hasFinished())
      server.pause()
      var patient = HTTPRequest(url: server.url + "/hello.txt")
      patient.timeouts.firstByte = .seconds(15 as Int64)
      let waiting = loop.log(patient)
      var request = patient
      request.timeouts.firstByte = .milliseconds(200)
      #expect(loop.log(request).failure == .timedOut(.firstByte))
      // The patient request still holds the connection; the next does not take it.
      let next = loop.log(patient)
      #expect(waitUntil { loop.statistics.activeRequests == 2 })
      server.resume()
      #expect(next.hasFinished())
      #expect(waiting.hasFinished())
      #expect(loop.statistics.openedConnections == 2)
    }
  }
}

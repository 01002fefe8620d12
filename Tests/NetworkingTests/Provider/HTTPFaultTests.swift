import Audio
import Foundation
import Networking
import Testing

extension LoopbackTests {
  @Suite("A faulty HTTP server")
  struct HTTPFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
      enum Kind: Sendable { case broken, tooLarge, finished }
      let name: String
      let answer: String
      let kind: Kind
      var reset = false
      var testDescription: String { name }
    }

    static let faults: [Fault] = [
      Fault(name: "garbage status line", answer: "HTTP/1.1 two hundred\r\n\r\n", kind: .broken),
      Fault(name: "no HTTP at all", answer: "SSH-2.0-OpenSSH_9.2\r\n", kind: .broken),
      Fault(name: "status 99", answer: "HTTP/1.1 099 Low\r\n\r\n", kind: .broken),
      Fault(name: "status 600", answer: "HTTP/1.1 600 High\r\ncontent-length: 0\r\n\r\n", kind: .broken),
      Fault(name: "unasked upgrade", answer: "HTTP/1.1 101 Switching\r\n\r\nbytes", kind: .broken),
      Fault(name: "nothing", answer: "", kind: .broken),
      Fault(name: "nothing, by reset", answer: "", kind: .broken, reset: true),
      Fault(name: "half a head", answer: "HTTP/1.1 200 OK\r\ncontent-le", kind: .broken),
      Fault(
        name: "truncated body", answer: "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nten bytes.",
        kind: .broken),
      Fault(
        name: "truncated body, by reset", answer: "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nten bytes.",
        kind: .broken, reset: true),
      Fault(
        name: "truncated chunk",
        answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\nshort", kind: .broken),
      Fault(
        name: "chunks without an end",
        answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n", kind: .broken),
      Fault(
        name: "malformed chunk size",
        answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n", kind: .broken),
      Fault(
        name: "more than its length", answer: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok and more",
        kind: .finished),
      Fault(
        name: "two lengths",
        answer: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok!", kind: .broken),
      Fault(
        name: "negative length", answer: "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nok", kind: .broken),
      Fault(
        name: "header without a colon", answer: "HTTP/1.1 200 OK\r\nnonsense\r\ncontent-length: 0\r\n\r\n",
        kind: .broken),
      Fault(
        name: "control character in a header",
        answer: "HTTP/1.1 200 OK\r\na: \u{1}\r\ncontent-length: 0\r\n\r\n",
        kind: .broken),
      Fault(name: "body to the end", answer: "HTTP/1.1 200 OK\r\n\r\nuntil the end", kind: .finished),
      Fault(
        name: "announced giant", answer: "HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n",
        kind: .tooLarge),
      Fault(
        name: "one giant header",
        answer: "HTTP/1.1 200 OK\r\nx: " + String(repeating: "x", count: 90_000) + "\r\n\r\n",
        kind: .tooLarge),
      Fault(
        name: "many headers",
        answer: "HTTP/1.1 200 OK\r\n" + String(repeating: "x-header: of some length\r\n", count: 5_000)
          + "\r\n",
        kind: .tooLarge),
      Fault(
        name: "many interim responses",
        answer: String(repeating: "HTTP/1.1 102 Wait\r\nx: y\r\n\r\n", count: 5_000), kind: .tooLarge),
    ]

    @Test("fails its request in a way that says how, once", arguments: faults)
    func fault(_ fault: Fault) throws {
      let server = try ScriptedServer { peer in
        guard peer.request() != nil else { return }
        peer.send(fault.answer)
        if fault.reset { peer.reset() }
      }
      let loop = try ProviderLoop.bare()
      let log = loop.log(HTTPRequest(url: server.url))
      let end = log.end()
      switch (fault.kind, end) {
      case (.broken, .some(.some(.broken))), (.tooLarge, .some(.some(.tooLarge))), (.finished, .some(.none)):
        break
      default: Issue.record("\(String(describing: end))")
      }
      #expect(loop.statistics.activeRequests == 0)
      #expect(log.endCount == 1)
    }

    @Test("cannot send a body without an end")
    func endlessBody() throws {
      let server = try ScriptedServer { peer in
        guard peer.request() != nil else { return }
        peer.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        let chunk = "1000\r\n" + String(repeating: "x", count: 4096) + "\r\n"
        while peer.send(chunk) {}
      }
      let loop = try ProviderLoop.bare()
      var request = HTTPRequest(url: server.url)
      request.limits.bodyBytes = 100_000
      let log = loop.log(request)
      #expect(log.failure == .tooLarge("more than 100000 bytes of body"))
      #expect(log.body.count <= 100_000)
    }

    @Test(
      "that falls silent is given up in the phase it was in",
      arguments: [HTTPPhase.connect, .firstByte, .betweenBytes, .total])
    func silence(phase: HTTPPhase) throws {
      let server = try ScriptedServer { peer in
        if phase == .connect {
          _ = peer.waitForEnd()  // a TLS handshake that gets no answer
          return
        }
        guard peer.request() != nil else { return }
        if phase != .firstByte { peer.send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nfirst") }
        while phase == .total, peer.send("x") { usleep(20_000) }
        _ = peer.waitForEnd()
      }
      let loop = try ProviderLoop.bare()
      var request = HTTPRequest(url: server.url)
      if phase == .connect { request.url = "https://127.0.0.1:\(server.port)/" }
      let (short, long) = (MediaTime.milliseconds(150), MediaTime.seconds(30 as Int64))
      request.timeouts = HTTPTimeouts(
        connect: phase == .connect ? short : long, firstByte: phase == .firstByte ? short : long,
        betweenBytes: phase == .betweenBytes ? short : long, total: phase == .total ? short : nil)
      let begun = loop.now
      let log = loop.log(request)
      #expect(log.failure == .timedOut(phase))
      #expect(loop.now - begun >= short)
      #expect(log.endCount == 1)
      #expect(waitUntil { loop.statistics.openConnections == 0 })
    }

    @Test("cannot hold a request that is cancelled", arguments: [false, true])
    func cancel(fromCallback: Bool) throws {
      let server = try ScriptedServer { peer in
        guard peer.request() != nil else { return }
        peer.send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nfirst")
        _ = peer.waitForEnd()
      }
      let loop = try ProviderLoop.bare()
      let log = ExchangeLog()
      let holder = ExchangeHolder()
      let exchange = loop.send(HTTPRequest(url: server.url)) { event in
        log.take(event)
        if fromCallback, case .head = event { holder.cancel() }
      }
      holder.set(exchange)
      if !fromCallback {
        #expect(log.waitForBody(count: 5))
        exchange.cancel()
      }
      #expect(waitUntil { loop.statistics.activeRequests == 0 && loop.statistics.openConnections == 0 })
      #expect(log.endCount == 0)
      if fromCallback { #expect(log.body.isEmpty) }
    }

    @Test("and a good one are told apart: the good one's answers keep coming")
    func neighbours() throws {
      let server = try ScriptedServer { peer in
        while let request = peer.request() {
          if request.hasPrefix("GET /bad") {
            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nbad")
            return peer.reset()
          }
          peer.respond("good")
        }
      }
      let loop = try ProviderLoop.bare()
      let logs = (0..<60).map { loop.log(HTTPRequest(url: server.url + ($0 % 3 == 0 ? "/bad" : "/good"))) }
      for (index, log) in logs.enumerated() {
        if index % 3 == 0 {
          #expect(log.failure != nil)
        } else {
          #expect(log.hasFinished())
          #expect(log.text == "good")
        }
      }
    }
  }
}

/// Lets a request's own closure cancel it. Sound as `Sendable`: under a lock.
final class ExchangeHolder: @unchecked Sendable {
  private let lock = NSLock()
  private var exchange: HTTPExchange?
  private var isCancelled = false

  func set(_ exchange: HTTPExchange) {
    lock.withLock { self.exchange = exchange }
    if lock.withLock({ isCancelled }) { exchange.cancel() }
  }

  func cancel() {
    let exchange = lock.withLock {
      isCancelled = true
      return self.exchange
    }
    exchange?.cancel()
  }
}

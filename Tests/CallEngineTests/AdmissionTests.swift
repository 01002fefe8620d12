import CallCore
import CallEngine
import Synchronization
import Testing

extension EngineTests {
  @Suite("Admission")
  struct AdmissionTests {
    private func answer(_ test: TestEngine, _ path: String, _ headers: [String] = []) throws -> String {
      try RawCarrier(port: test.port).upgrade(path, headers)
    }

    @Test(
      "a wrong or missing token is answered 401 before the upgrade",
      arguments: [
        ("/media/telnyx", nil), ("/media/telnyx/", nil), ("/media/telnyx/wrong", nil),
        ("/media/telnyx/secre", nil), ("/media/telnyx/secretsecret", nil), ("/media/telnyx", "wrong"),
        ("/media/telnyx", ""), ("/media/telnyx?token=secret", nil),
      ] as [(String, String?)])
    func wrongToken(path: String, header: String?) throws {
      let test = try TestEngine { $0.mediaToken = "secret" }
      let response = try answer(test, path, header.map { ["x-telnyx-streaming-auth-token: \($0)"] } ?? [])
      #expect(response.hasPrefix("HTTP/1.1 401 "))
      #expect(response.contains("wrong or missing media token"))
      #expect(test.engine.counters.snapshot.unauthorised == 1)
    }

    @Test(
      "the right token is taken from the path or the header",
      arguments: [
        ("/media/telnyx/secret", nil), ("/media/telnyx", "secret"), ("/media/telnyx/", "secret"),
        ("/media/telnyx/secret", "wrong"), ("/media/telnyx/wrong", "secret"),
      ] as [(String, String?)])
    func rightToken(path: String, header: String?) async throws {
      let test = try TestEngine { $0.mediaToken = "secret" }
      let headers = header.map { [("x-telnyx-streaming-auth-token", $0)] } ?? []
      let caller = try test.connect(path: path, headers: headers)
      await caller.start()
      caller.say(.sentence)
      #expect(await caller.isAnswered())
    }

    @Test(
      "any other path is answered 404",
      arguments: ["/", "/media", "/media/telnyxx", "/media/telnyx/a/b", "/media/twilio", "/MEDIA/TELNYX"])
    func wrongPath(path: String) throws {
      let response = try answer(TestEngine(), path)
      #expect(response.hasPrefix("HTTP/1.1 404 "))
      #expect(response.contains("/media/telnyx"))
    }

    @Test("a full engine answers 503 and says so, until a call ends")
    func full() async throws {
      let test = try TestEngine { $0.maxCalls = 2 }
      let first = try await test.call()
      _ = try await test.call()
      let response = try answer(test, "/media/telnyx")
      #expect(response.hasPrefix("HTTP/1.1 503 "))
      #expect(response.contains("full: 2 calls are live"))
      #expect(test.engine.gate.refusedCalls == 1)
      first.stop()
      #expect(await first.closes(1000))
      let third = try test.connect()
      await third.start()
      third.say(.sentence)
      #expect(await third.isAnswered())
    }

    @Test("a place is taken when the socket is accepted, and given back when it goes without a call")
    func placesFromTheSocketOn() async throws {
      let test = try TestEngine { $0.maxCalls = 2 }
      let callers = try (0..<2).map { _ in try test.connect() }
      for caller in callers { #expect(await caller.wait { $0.contains(.opened) }) }
      #expect(try answer(test, "/media/telnyx").hasPrefix("HTTP/1.1 503 "))
      #expect(test.engine.gate.admittedCalls == 2)
      #expect(test.engine.gate.liveCalls == 0)
      callers[0].hangUp()
      #expect(await callers[0].closes())
      let third = try test.connect()
      await third.start()
      await callers[1].start()
      for caller in [third, callers[1]] {
        caller.say(.sentence)
        #expect(await caller.isAnswered())
      }
    }

    @Test("of many sockets at once no more are let in than there are places", arguments: [1, 3])
    func manyAtOnce(loops: Int) async throws {
      let test = try TestEngine {
        $0.maxCalls = 8
        $0.loops = loops
      }
      let callers = try (0..<24).map { _ in try test.connect() }
      for caller in callers {
        #expect(await caller.wait { $0.contains(.opened) || $0.contains(where: \.isRefused) })
      }
      #expect(test.engine.gate.admittedCalls == 8)
      #expect(test.engine.gate.refusedCalls == 16)
    }

    @Test("a draining engine answers 503, and lets its calls finish")
    func draining() async throws {
      let test = try TestEngine()
      let caller = try await test.call()
      let ringing = try test.connect()
      #expect(await ringing.wait { $0.contains(.opened) })
      test.engine.drain()
      let response = try answer(test, "/media/telnyx")
      #expect(response.hasPrefix("HTTP/1.1 503 "))
      #expect(response.contains("draining"))
      // It was let in before the drain: the caller hears it ring, and is answered.
      await ringing.start()
      for caller in [ringing, caller] {
        caller.say(.sentence)
        #expect(await caller.isAnswered())
        caller.stop()
        #expect(await caller.closes(1000))
      }
      #expect(await test.becomesEmpty())
    }

    /// A caller reads its 101 before the engine's loop has got as far as opening the socket. What came in between,
    /// such as a drain, once closed it again with 1013: a caller who rang and was never answered. The question to the
    /// providers stands for it here, because it can be answered differently the second time.
    @Test(
      "a caller who was let in is let in, whatever the gate would say a moment later",
      arguments: [false, true])
    func decidedOnce(secure: Bool) async throws {
      let asked = Mutex(0)
      let certificate = secure ? try TestCertificate() : nil
      let test = try TestEngine(
        {
          $0.tlsCertificate = certificate?.certificatePath
          $0.tlsKey = certificate?.keyPath
        },
        refusal: {
          asked.withLock { asked in
            asked += 1
            return asked == 1 ? nil : "the speech pool is full"
          }
        })
      let caller = try test.carrier.connect(port: test.port, secure: secure)
      await caller.start()
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      #expect(test.engine.gate.refusedCalls == 0)
      caller.stop()
      #expect(await caller.closes(1000))
      #expect(await test.becomesEmpty())
      #expect(asked.withLock { $0 } == 1)
    }

    @Test("a drain amid many upgrades serves whom it let in and refuses the rest", arguments: 0..<12)
    func drainAmidUpgrades(round: Int) async throws {
      let test = try TestEngine { $0.loops = 1 + round % 2 }
      let callers = try (0..<8).map { _ in try test.connect() }
      #expect(await callers[round % 8].wait { $0.contains(.opened) || $0.contains(where: \.isRefused) })
      test.engine.drain()
      for caller in callers {
        #expect(await caller.wait { $0.contains(.opened) || $0.contains(where: \.isRefused) })
        guard caller.events.contains(.opened) else { continue }
        await caller.start()
        caller.stop()
        #expect(await caller.closes(1000))
      }
      #expect(await test.becomesEmpty())
      #expect(test.engine.gate.admittedCalls == 0)
    }

    @Test("a peer that goes while its upgrade is granted keeps no place", arguments: [1, 2])
    func goneDuringTheUpgrade(loops: Int) async throws {
      let test = try TestEngine {
        $0.maxCalls = 2
        $0.loops = loops
      }
      for _ in 0..<50 {
        let raw = try RawCarrier(port: test.port)
        raw.ask("/media/telnyx")
        raw.abort()
      }
      let caller = try await test.call()
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      caller.stop()
      #expect(await caller.closes(1000))
      #expect(await test.becomesEmpty())
    }

    @Test("a provider that can take no more refuses calls with its own words")
    func providerRefuses() throws {
      let test = try TestEngine(refusal: { "the speech pool is full" })
      let response = try answer(test, "/media/telnyx")
      #expect(response.hasPrefix("HTTP/1.1 503 "))
      #expect(response.contains("the speech pool is full"))
    }

    @Test("a port in use is told as such, and the engine that failed can be let go")
    func portInUse() throws {
      let test = try TestEngine()
      #expect {
        _ = try TestEngine { $0.port = test.port }
      } throws: { error in
        "\(error)" == "port \(test.port) is in use by another process"
      }
    }

    @Test("port 0 takes a free one, another for every engine")
    func freePort() throws {
      let (first, second) = (try TestEngine(), try TestEngine())
      #expect(first.port > 0)
      #expect(second.port > 0)
      #expect(first.port != second.port)
    }

    @Test("a call over TLS is answered")
    func tls() async throws {
      let certificate = try TestCertificate()
      let test = try TestEngine {
        $0.tlsCertificate = certificate.certificatePath
        $0.tlsKey = certificate.keyPath
      }
      let caller = try test.carrier.connect(port: test.port, secure: true)
      await caller.start()
      caller.say(.sentence)
      #expect(await caller.isAnswered())
      caller.stop()
      #expect(await caller.closes(1000))
    }
  }
}

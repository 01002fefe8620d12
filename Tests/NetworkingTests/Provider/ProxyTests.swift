import Foundation
import Networking
import Synchronization
import Testing

extension LoopbackTests {
  @Suite("A proxy")
  struct ProxyTests {
    /// A proxy that notes what it is asked, and connects when `admits` says so.
    private func proxy(
      _ asked: Asked, admits: @escaping @Sendable (String) -> Bool = { _ in true }
    ) throws -> ScriptedServer {
      try ScriptedServer { client in
        guard let request = client.request() else { return }
        asked.note(request)
        guard admits(request) else {
          client.respond("", status: "407 Proxy Authentication Required")
          return
        }
        let target = request.split(separator: " ")[1]
        guard request.hasPrefix("CONNECT "),
          let port = target.split(separator: ":").last.flatMap({ Int($0) }),
          let server = ScriptedConnection(to: port)
        else {
          client.respond("by proxy")
          return
        }
        client.send("HTTP/1.1 200 Connection established\r\n\r\n")
        client.tunnel(to: server)
        server.close()
      }
    }

    @Test("carries a request to an https origin in a tunnel, and a plain one itself")
    func requests() throws {
      let authority = try TestAuthority()
      let server = try HTTP2Server(authority.identity)
      let asked = Asked()
      let proxy = try proxy(asked)
      let loop = try ProviderLoop.bare {
        $0.authorityPath = authority.path
        $0.proxies = ProxyRules(
          secure: "http://user:word@127.0.0.1:\(proxy.port)", plain: "http://127.0.0.1:\(proxy.port)")
      }
      let log = loop.log(HTTPRequest(url: server.url + "/hello.txt", headers: [("x-api-key", "secret")]))
      #expect(log.hasFinished())
      #expect(log.text == "hello over two\n")
      #expect(log.headCount == 1)
      let first = asked.requests[0]
      #expect(first.hasPrefix("CONNECT localhost:\(server.port) HTTP/1.1\r\n"))
      #expect(first.lowercased().contains("proxy-authorization: basic dxnlcjp3b3jk\r\n"))
      #expect(!first.contains("secret"))
      let plain = loop.log(HTTPRequest(url: "http://nowhere.invalid/x"))
      #expect(plain.hasFinished())
      #expect(plain.text == "by proxy")
      #expect(asked.requests[1].hasPrefix("GET http://nowhere.invalid/x HTTP/1.1\r\n"))
    }

    @Test("carries a WebSocket, inside TLS or not", arguments: [true, false])
    func sockets(isSecure: Bool) throws {
      let authority = try TestAuthority()
      var options = RunningLoop.loopback
      if isSecure {
        options.identity = .init(
          certificatePath: authority.identity.certificatePath, keyPath: authority.identity.keyPath)
      }
      let server = try RunningLoop(options)
      let asked = Asked()
      let proxy = try proxy(asked)
      let loop = try ProviderLoop.bare {
        $0.authorityPath = authority.path
        let address = "http://user:word@localhost:\(proxy.port)/"
        $0.proxies = ProxyRules(secure: address, plain: address)
      }
      let url = "\(isSecure ? "wss" : "ws")://localhost:\(server.loop.port)/echo"
      let (exchange, log) = loop.log(WebSocketRequest(url: url))
      exchange.send(text: Array("through".utf8))
      #expect(log.wait(for: .text("through")), "\(String(describing: log.failure))")
      let request = asked.requests.first ?? ""
      #expect(request.hasPrefix("CONNECT localhost:\(server.loop.port) HTTP/1.1\r\n"))
      #expect(request.lowercased().contains("proxy-authorization: basic dxnlcjp3b3jk\r\n"))
    }

    @Test("that refuses, or is not there, means no connection")
    func refuses() throws {
      let asked = Asked()
      let proxy = try proxy(asked, admits: { _ in false })
      for port in [proxy.port, try ScriptedServer.freePort()] {
        let loop = try ProviderLoop.bare { $0.proxies.secure = "http://127.0.0.1:\(port)" }
        let log = loop.log(HTTPRequest(url: "https://nowhere.invalid/"))
        guard case .refused = log.failure else {
          Issue.record("\(String(describing: log.failure))")
          return
        }
        let (_, socket) = loop.log(WebSocketRequest(url: "wss://nowhere.invalid/"))
        #expect(socket.waitForEnd())
        #expect(socket.notes == [.failed(.refused)], "\(String(describing: socket.failure))")
      }
    }

    @Test("is left out for the exceptions")
    func exceptions() throws {
      let server = try RunningLoop()
      let loop = try ProviderLoop.bare {
        $0.proxies = ProxyRules(plain: "http://127.0.0.1:1", exceptions: ["127.0.0.1"])
      }
      let (_, log) = loop.log(WebSocketRequest(url: "ws://127.0.0.1:\(server.loop.port)/echo"))
      #expect(log.wait(for: .opened))
    }

    final class Asked: Sendable {
      private let seen = Mutex<[String]>([])
      var requests: [String] { seen.withLock { $0 } }
      func note(_ request: String) { seen.withLock { $0.append(request) } }
    }
  }
}

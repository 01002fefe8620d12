import Networking
import Synchronization
import Testing

extension LoopbackTests {
  @Suite("A redirect")
  struct RedirectTests {
    @Test("is an answer like any other unless it is to be followed")
    func unasked() throws {
      let server = try ScriptedServer { peer in
        while peer.request() != nil { peer.respond("", status: "302 Found", headers: "Location: /other\r\n") }
      }
      let loop = try ProviderLoop.bare()
      let log = loop.log(HTTPRequest(url: server.url))
      #expect(log.hasFinished())
      #expect(log.status == 302)
    }

    @Test("is followed, and a key does not leave its origin", arguments: [301, 302, 303, 307, 308])
    func followed(status: Int) throws {
      let requests = Mutex<[String]>([])
      let other = try ScriptedServer { peer in
        while let request = peer.request() {
          requests.withLock { $0.append(request) }
          peer.respond("there")
        }
      }
      let target = "\(other.url)/there"
      let server = try ScriptedServer { peer in
        while let request = peer.request() {
          requests.withLock { $0.append(request) }
          let location = request.contains(" /first ") ? "/second" : target
          peer.respond("not this", status: "\(status) Moved", headers: "Location: \(location)\r\n")
        }
      }
      let loop = try ProviderLoop.bare()
      var request = HTTPRequest(
        method: "POST", url: server.url + "/first",
        headers: [("x-api-key", "secret"), ("accept", "text/plain")], body: Array("body".utf8))
      request.followsRedirects = true
      let log = loop.log(request)
      #expect(log.hasFinished())
      #expect(log.headCount == 1)
      #expect(log.status == 200)
      #expect(log.text == "there")
      let seen = requests.withLock { $0 }
      #expect(seen.count == 3)
      let method = status >= 307 ? "POST" : "GET"
      #expect(seen[1].hasPrefix("\(method) /second "))
      #expect(seen[1].contains("secret"))
      #expect(seen[2].hasPrefix("\(method) /there "))
      #expect(!seen[2].contains("secret"))
      #expect(seen[2].contains("text/plain"))
      #expect(seen[2].hasSuffix("body") == (status >= 307))
    }

    @Test("in a circle, or to nowhere, is a failure", arguments: ["/again", "ftp://127.0.0.1/x", ""])
    func circle(location: String) throws {
      let server = try ScriptedServer { peer in
        while peer.request() != nil {
          peer.respond("", status: "302 Found", headers: "Location: \(location)\r\n")
        }
      }
      let loop = try ProviderLoop.bare()
      var request = HTTPRequest(url: server.url)
      request.followsRedirects = true
      guard case .broken = loop.log(request).failure else {
        Issue.record("followed")
        return
      }
    }
  }
}

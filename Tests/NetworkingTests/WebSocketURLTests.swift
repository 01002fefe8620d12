import Networking
import Testing

@Suite("WebSocket URL")
struct WebSocketURLTests {
  @Test(
    "is taken apart",
    arguments: [
      ("ws://example.org", false, "example.org", 80, "/"),
      ("wss://example.org", true, "example.org", 443, "/"),
      ("ws://127.0.0.1:3650/media/telnyx", false, "127.0.0.1", 3650, "/media/telnyx"),
      ("ws://host?x=1", false, "host", 80, "/?x=1"),
      ("wss://[::1]:8443/a/b?c=d#e", true, "::1", 8443, "/a/b?c=d"),
    ])
  func parts(text: String, isSecure: Bool, host: String, port: Int, target: String) throws {
    let url = try WebSocketURL(text)
    #expect(url.isSecure == isSecure)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.target == target)
  }

  @Test(
    "is refused when it is none",
    arguments: [
      "", "http://x/", "ws://", "ws:///path", "ws://x:0/", "ws://x:65536/", "ws://x:99999999999999999999/",
      "ws://x:8o/", "ws://x:/", "ws://[::1", "ws://[]/", "ws://[::1]8/", "ws://user@x/", "ws://x/a b",
      "ws://x/a\r\nb: c",
    ])
  func refused(text: String) {
    #expect(throws: NetworkingError.malformedURL(text)) { try WebSocketURL(text) }
  }
}

import Networking
import Testing

@Suite("Proxy rules")
struct ProxyRulesTests {
  @Test(
    "an exception covers a host and what is beneath it",
    arguments: [
      ("example.com", "example.com", true), ("example.com", "api.example.com", true),
      (".example.com", "api.example.com", true), ("example.com", "notexample.com", false),
      ("EXAMPLE.com", "Api.Example.COM", true), ("example.com:443", "example.com", true),
      ("example.com:8443", "example.com", false), ("*", "anything", true), ("", "example.com", false),
      (".", "example.com", false), ("10.0.0.0/8", "10.9.8.7", true), ("10.0.0.0/8", "11.0.0.1", false),
      ("10.0.0.0/33", "10.0.0.1", false), ("0.0.0.0/0", "1.2.3.4", true), ("127.0.0.1", "127.0.0.1", true),
      ("::1", "::1", true), ("10.0.0.0/8", "ten.example", false), ("10.0/8", "10.0.0.1", false),
    ])
  func exceptions(rule: String, host: String, isDirect: Bool) {
    let rules = ProxyRules(secure: "http://proxy:3128", exceptions: ["other.example", rule])
    #expect((rules.proxy(host: host, port: 443, isSecure: true) == nil) == isDirect)
  }

  @Test("secure and plain requests have proxies of their own")
  func schemes() {
    let rules = ProxyRules(secure: "http://a:1")
    #expect(rules.proxy(host: "x", port: 443, isSecure: true) == "http://a:1")
    #expect(rules.proxy(host: "x", port: 80, isSecure: false) == nil)
    #expect(ProxyRules.none.proxy(host: "x", port: 443, isSecure: true) == nil)
  }
}

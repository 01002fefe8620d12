import Testing

@testable import CloudProviders

@Suite("Signatures of webhooks")
struct WebhookSignatureTests {
  /// The example of the Standard Webhooks specification's libraries.
  @Test("the example of the specification comes out")
  func example() {
    let headers = WebhookSignature.headers(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: Array(#"{"test": 2432232314}"#.utf8),
      secret: ProviderKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), wallClock: 1_614_265_330)
    #expect(headers[1].1 == "1614265330")
    #expect(headers[2].1 == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test("another secret, id, time or body is another signature")
  func differences() {
    func sign(_ id: String, _ body: String, _ secret: String, _ time: Double) -> String {
      WebhookSignature.headers(
        id: id, body: Array(body.utf8), secret: ProviderKey(secret), wallClock: time)[2].1
    }
    let all = [
      sign("a", "b", "c", 1), sign("x", "b", "c", 1), sign("a", "x", "c", 1), sign("a", "b", "x", 1),
      sign("a", "b", "c", 2),
    ]
    #expect(Set(all).count == all.count)
  }
}

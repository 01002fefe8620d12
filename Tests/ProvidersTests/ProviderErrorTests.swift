import Providers
import Testing

@Suite struct ProviderErrorTests {
  @Test("what an operator must mend is told from what passes")
  func lasting() {
    #expect(ProviderError.rejectedKey("DEEPGRAM_API_KEY").isLasting)
    #expect(ProviderError.misconfigured("no such voice").isLasting)
    #expect(!ProviderError.rateLimited("429", retryAfter: nil).isLasting)
    #expect(!ProviderError.noProgress(.between).isLasting)
  }
}

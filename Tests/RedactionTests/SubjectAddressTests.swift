import Redaction
import Testing

@Suite("Numbers of persons")
struct SubjectAddressTests {
  @Test(
    "every spelling of a number is one person",
    arguments: [
      ("+15550100017", "+15550100017"), ("+1 (555) 010-0017", "+15550100017"),
      ("555-010-0017", "+15550100017"),
      ("15550100017", "+15550100017"), ("tel:+1-555-010-0017", "+15550100017"),
      ("sip:+15550100017@carrier.example;user=phone", "+15550100017"), ("00442079460958", "+442079460958"),
      ("011442079460958", "+442079460958"), ("+44 20 7946 0958", "+442079460958"), ("Anonymous", "anonymous"),
      ("", ""), ("100", "+100"), ("sip:jane@carrier.example", "jane@carrier.example"),
    ])
  func normalised(number: String, normal: String) {
    #expect(SubjectAddress.normalised(number) == normal)
  }

  @Test(
    "what a person types is read",
    arguments: [
      ("+1 555 010-0017", "+15550100017"), ("tel:+15550100017", "+15550100017"),
      ("(555) 010 0017", "+15550100017"),
      ("sip:Jane@Carrier.example", "jane@carrier.example"), ("sip:+15550100017@x.example", "+15550100017"),
    ])
  func typed(text: String, normal: String) throws {
    let address = try SubjectAddress(text)
    #expect(address.text == normal)
    #expect(address.matches(text))
    #expect(try SubjectAddress(address.text) == address)
  }

  @Test(
    "garbage is refused",
    arguments: [
      "", "  ", "12", "anonymous", "call me", "+1234567890123456", "@", "a@", "a@b@c", "555x010y0017",
      "\u{0}",
    ])
  func garbage(text: String) {
    #expect(throws: SubjectAddressError.self) { try SubjectAddress(text) }
  }

  @Test("any text has a normal form that is its own", arguments: 0..<200)
  func stable(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789+-(). @;?:aZtelsip\u{e9}\n")
    let text = String(
      (0..<Int.random(in: 0...24, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? "0"
      })
    if let address = try? SubjectAddress(text) { #expect((try? SubjectAddress(address.text)) == address) }
  }
}

import Testing
import Wire

@Suite("Mark names")
struct MarkNameTests {
  @Test(
    "a mark's name is read back as it was made",
    arguments: [
      ("e3:u12:4200", MarkName(epoch: 3, utterance: 12, milliseconds: 4200)),
      ("e0:u0:0", MarkName(epoch: 0, utterance: 0, milliseconds: 0)),
      ("e9223372036854775807:u1:2", MarkName(epoch: .max, utterance: 1, milliseconds: 2)),
    ])
  func roundTrip(text: String, mark: MarkName) {
    #expect(mark.text == text)
    #expect(MarkName(text) == mark)
    let wire = [UInt8](capacity: mark.size) { _ = mark.append(to: &$0) }
    #expect(wire == bytes(text))
  }

  @Test(
    "names that are not ours are not read",
    arguments: [
      "", "e", "e3", "e3:", "e3:u12", "e3:u12:", "e:u1:2", "3:12:4200", "E3:u12:4200", "e3:v12:4200",
      "e3:u12:4200 ",
      "e-3:u12:4200", "e3:u12:42.0", "e99999999999999999999:u1:2", "e3:u12:99999999999999999999",
      "e3:u12:4200:1",
    ])
  func foreign(text: String) {
    #expect(MarkName(text) == nil)
  }
}

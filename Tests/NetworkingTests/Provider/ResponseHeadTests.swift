import Testing

@testable import Networking

@Suite("Response head")
struct ResponseHeadTests {
  private func feed(_ head: inout ResponseHead, _ lines: [String]) -> ResponseHead.Step {
    var step = ResponseHead.Step.more
    for line in lines where step == .more { step = head.take(Array(line.utf8).span) }
    return step
  }

  @Test("takes bare line ends, empty values, and the last of several interim heads")
  func lenient() {
    var head = ResponseHead(limit: 1000)
    let step = feed(
      &head, ["HTTP/1.1 100\r\n", "\r\n", "HTTP/2 204 \n", "A:\n", "b:  c d \t\r\n", "\n"])
    #expect(step == .whole)
    #expect(head.status == 204)
    #expect(head.headers.map(\.0) == ["a", "b"])
    #expect(head.headers.map(\.1) == ["", "c d"])
    let trailer = feed(&head, ["x: y\r\n"])
    #expect(trailer == .trailer)
  }

  @Test("any bytes are taken or refused, within the limit", arguments: UInt64(0)..<200)
  func fuzz(seed: UInt64) {
    var random = SeededBytes(seed: seed)
    var head = ResponseHead(limit: 2_000)
    if seed % 2 == 0 { _ = head.take(Array("HTTP/1.1 200 OK\r\n".utf8).span) }
    var total = 0
    for _ in 0..<100 {
      var line = random.take(Int(random.take(1)[0]))
      if seed % 3 == 0 { line = line.map { 0x20 + $0 % 0x5F } + [13, 10] }
      total += line.count
      switch head.take(line.span) {
      case .more, .trailer: continue
      case .whole: #expect(head.isWhole)
      case .flawed: return
      case .tooLarge:
        #expect(total > 1_900)
        return
      }
    }
  }
}

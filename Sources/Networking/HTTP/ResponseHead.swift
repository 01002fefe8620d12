/// Gathers a response's head line by line, and refuses what is none (RFC 9112 §4, §5).
struct ResponseHead {
  enum Step: Equatable {
    case more
    /// The head is whole; interim responses (1xx) are passed over.
    case whole
    /// A line after the head: a trailer.
    case trailer
    case flawed(String)
    case tooLarge
  }

  let limit: Int
  private(set) var status = 0
  private(set) var headers: [(String, String)] = []
  private(set) var isWhole = false
  private var bytes = 0
  private var contentLength: String?

  init(limit: Int) { self.limit = limit }

  mutating func take(_ line: Span<UInt8>) -> Step {
    bytes += line.count
    guard bytes <= limit else { return .tooLarge }
    guard !isWhole else { return .trailer }
    var end = line.count
    while end > 0, line[end - 1] == 10 || line[end - 1] == 13 { end -= 1 }
    if status == 0 { return takeStatus(line, end) }
    if end == 0 { return finish() }
    for index in 0..<end where line[index] < 0x20 && line[index] != 9 {
      return .flawed("a control character in a header")
    }
    if line[0] == 0x20 || line[0] == 9 { return fold(line, end) }
    return takeHeader(line, end)
  }

  private mutating func takeStatus(_ line: Span<UInt8>, _ end: Int) -> Step {
    // "HTTP/1.1 200 OK", "HTTP/2 200".
    let words = text(line, 0, end).split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].utf8.count == 3,
      let code = Int(words[1]), (100...599).contains(code), code != 101
    else { return .flawed("the status line is malformed") }
    status = code
    return .more
  }

  private mutating func takeHeader(_ line: Span<UInt8>, _ end: Int) -> Step {
    var colon = 0
    while colon < end, line[colon] != UInt8(ascii: ":") {
      guard line[colon] > 0x20, line[colon] < 0x7F else { return .flawed("a header's name is malformed") }
      colon += 1
    }
    guard colon > 0, colon < end else { return .flawed("a header without a name") }
    let name = text(line, 0, colon).lowercased()
    let value = trimmed(line, colon + 1, end)
    if name == "content-length" {
      guard contentLength == nil || contentLength == value else { return .flawed("two lengths") }
      contentLength = value
    }
    headers.append((name, value))
    return .more
  }

  private mutating func fold(_ line: Span<UInt8>, _ end: Int) -> Step {
    guard let last = headers.indices.last else { return .flawed("a header that continues nothing") }
    headers[last].1 += " " + trimmed(line, 0, end)
    return .more
  }

  private mutating func finish() -> Step {
    guard status >= 200 else {
      status = 0
      headers = []
      contentLength = nil
      return .more
    }
    isWhole = true
    return .whole
  }

  private func trimmed(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> String {
    var (start, end) = (start, end)
    while start < end, line[start] == 0x20 || line[start] == 9 { start += 1 }
    while end > start, line[end - 1] == 0x20 || line[end - 1] == 9 { end -= 1 }
    return text(line, start, end)
  }

  private func text(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> String {
    let part = line.extracting(start..<max(start, end))
    return String(
      decoding: [UInt8](capacity: part.count) { output in
        for index in part.indices { output.append(part[index]) }
      }, as: UTF8.self)
  }
}

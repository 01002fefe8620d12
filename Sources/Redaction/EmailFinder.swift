/// Finds e-mail addresses, written with an at sign or read aloud ("jane dot roe at example dot com").
enum EmailFinder {
  /// Ascending, without overlap.
  static func matches(in tokens: [PIIText.Token]) -> [PIIMatch] {
    var found: [PIIMatch] = []
    var index = 0
    var taken = 0
    while index < tokens.count {
      if let range = written(tokens, at: index, after: taken) ?? spoken(tokens, at: index, after: taken) {
        found.append(
          PIIMatch(
            kind: .email,
            range: tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
          ))
        taken = range.upperBound
        index = range.upperBound
      } else {
        index += 1
      }
    }
    return found
  }

  // MARK: - Written

  private static func written(_ tokens: [PIIText.Token], at index: Int, after taken: Int) -> Range<Int>? {
    guard isMark(tokens[index], "@", "\u{ff20}") else { return nil }
    var start = index
    while start > taken, isLocal(tokens[start - 1]) { start -= 1 }
    // Dots that begin it are the end of what stood before.
    while start < index, isMark(tokens[start], ".", "-", "'") { start += 1 }
    guard tokens[start..<index].contains(where: isText) else { return nil }
    return domain(tokens, from: index + 1).map { start..<$0 }
  }

  /// The end of labels with dots between them, of which the last begins with a letter.
  private static func domain(_ tokens: [PIIText.Token], from start: Int) -> Int? {
    var index = start
    var end: Int?
    var hasDot = false
    while index < tokens.count {
      let token = tokens[index]
      if isText(token) {
        if hasDot, case .word = token.kind { end = index + 1 }
        if hasDot, end == index, isText(tokens[index - 1]) { end = index + 1 }
      } else if isMark(token, ".") {
        hasDot = true
      } else if !isMark(token, "-") {
        break
      }
      index += 1
    }
    return end
  }

  private static func isLocal(_ token: PIIText.Token) -> Bool {
    isText(token)
      || isMark(token, ".", "_", "%", "+", "-", "'", "&", "=", "~", "#", "!", "$", "*", "/", "?", "^", "|")
  }

  private static func isText(_ token: PIIText.Token) -> Bool {
    if case .mark = token.kind { return false }
    return true
  }

  private static func isMark(_ token: PIIText.Token, _ marks: Unicode.Scalar...) -> Bool {
    if case .mark(let mark) = token.kind { return marks.contains(mark) }
    return false
  }

  // MARK: - Spoken

  private static func spoken(_ tokens: [PIIText.Token], at index: Int, after taken: Int) -> Range<Int>? {
    guard tokens[index].kind == .word("at"), let end = spokenDomain(tokens, from: index) else { return nil }
    guard var start = before(tokens, index, after: taken), !isCommon(tokens[start]) else { return nil }
    var words = 0
    while words < mostWords, let previous = before(tokens, start, after: taken) {
      let isJoined =
        isConnector(tokens[previous]) || isConnector(tokens[start]) || tokens[start].kind == .digits
      guard isJoined || (isSpelled(tokens[previous]) && isSpelled(tokens[start])) else { break }
      start = previous
      words += 1
    }
    while start < index, isConnector(tokens[start]), let next = after(tokens, start) { start = next }
    return start < index ? start..<end : nil
  }

  private static let mostWords = 64

  /// "gmail dot com", "g m a i l dot com", "mail dot example dot co dot uk", and "gmail.com".
  private static func spokenDomain(_ tokens: [PIIText.Token], from at: Int) -> Int? {
    var index = at
    var end: Int?
    var isBehindDot = false
    var isFirst = true
    for _ in 0..<mostWords {
      if index + 2 < tokens.count, !isFirst, isMark(tokens[index + 1], "."), isText(tokens[index + 2]) {
        index += 2
        isBehindDot = true
      } else {
        guard let next = after(tokens, index) else { break }
        let isDot = isDotWord(tokens[next])
        if !isFirst, !isDot, !isBehindDot, !(isSpelled(tokens[next]) && isSpelled(tokens[index])) { break }
        if isDot {
          guard !isFirst else { break }
          isBehindDot = true
          index = next
          continue
        }
        index = next
      }
      isFirst = false
      if isBehindDot, case .word(let word) = tokens[index].kind, topDomains.contains(word) { end = index + 1 }
      isBehindDot = false
    }
    return end
  }

  private static let topDomains: Set<String> = [
    "com", "net", "org", "edu", "gov", "io", "co", "us", "uk", "ca", "de", "fr", "me", "info", "biz", "app",
    "dev",
    "mil", "au", "nz", "ie", "eu", "example", "ai", "tv", "email", "mx", "es", "it", "nl", "in", "jp", "ch",
  ]

  private static let connectors: Set<String> = [
    "dot", "period", "underscore", "dash", "hyphen", "plus", "point",
  ]

  /// "look at example dot com" names a page, no person.
  private static let common: Set<String> = [
    "look", "looking", "looked", "me", "us", "you", "find", "visit", "shop", "order", "site", "website",
    "online",
    "is", "are", "was", "page", "work", "works", "job", "account", "up", "it", "them", "more", "here",
    "there", "and",
    "mail", "address", "reached", "reach", "available",
  ]

  private static func isDotWord(_ token: PIIText.Token) -> Bool {
    token.kind == .word("dot") || token.kind == .word("period") || token.kind == .word("point")
  }

  private static func isConnector(_ token: PIIText.Token) -> Bool {
    if case .word(let word) = token.kind { return connectors.contains(word) }
    return false
  }

  private static func isCommon(_ token: PIIText.Token) -> Bool {
    if case .word(let word) = token.kind { return common.contains(word) }
    return false
  }

  /// A letter, digits, or a digit's name.
  private static func isSpelled(_ token: PIIText.Token) -> Bool {
    switch token.kind {
    case .digits: true
    case .mark: false
    case .word(let word):
      switch SpokenDigit(word) {
      case .unit, .teen, .ten, .times: true
      case .zeros, .perhaps, .filler, nil: word.unicodeScalars.count == 1
      }
    }
  }

  /// The word or digits before the spaces or the hyphen before this one.
  private static func before(_ tokens: [PIIText.Token], _ index: Int, after taken: Int) -> Int? {
    if index > taken, isText(tokens[index - 1]) { return index - 1 }
    guard index - 2 >= taken, isMark(tokens[index - 1], " ", "-", ","), isText(tokens[index - 2]) else {
      return nil
    }
    return index - 2
  }

  private static func after(_ tokens: [PIIText.Token], _ index: Int) -> Int? {
    if index + 1 < tokens.count, isText(tokens[index + 1]) { return index + 1 }
    guard index + 2 < tokens.count, isMark(tokens[index + 1], " ", "-", ","), isText(tokens[index + 2]) else {
      return nil
    }
    return index + 2
  }
}

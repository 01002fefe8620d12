/// Makes runs of digits out of a text's tokens, left to right.
struct DigitRunReader {
  private let tokens: [PIIText.Token]
  private var taken: ArraySlice<PIIMatch>
  private var runs: [DigitRun] = []
  private var run = DigitRun()
  private var index = 0
  private var gap = DigitRun.Gap.none
  private var marks = 0
  private var fillers = 0
  private var hasPlus = false
  /// Where the sign stands; nil when the plus was said.
  private var plus: Int?
  private var parenthesis: Int?

  init(tokens: [PIIText.Token], taken: ArraySlice<PIIMatch>) {
    self.tokens = tokens
    self.taken = taken
  }

  mutating func read() -> [DigitRun] {
    while index < tokens.count {
      let token = tokens[index]
      while let first = taken.first, first.range.upperBound <= token.range.lowerBound {
        taken = taken.dropFirst()
      }
      if let first = taken.first, first.range.lowerBound < token.range.upperBound {
        close()
        index += 1
        continue
      }
      switch token.kind {
      case .digits:
        add(token.digits, through: index, isSpoken: false)
      case .word(let word):
        spoken(word)
      case .mark(let mark):
        passed(mark, at: token.range.lowerBound)
        index += 1
      }
    }
    close()
    return runs
  }

  private mutating func close() {
    if !run.groups.isEmpty { runs.append(run) }
    run = DigitRun()
    gap = .none
    marks = 0
    fillers = 0
    forgetPrefix()
  }

  private mutating func forgetPrefix() {
    hasPlus = false
    plus = nil
    parenthesis = nil
  }

  private mutating func add(
    _ digits: [UInt8], through last: Int, isSpoken: Bool, isGuess: Bool = false
  ) {
    let first = tokens[index].range.lowerBound
    let start = min(plus ?? first, parenthesis ?? first)
    run.digits += digits
    run.groups.append(
      DigitRun.Group(
        range: start..<tokens[last].range.upperBound,
        digits: run.digits.count - digits.count..<run.digits.count,
        isSpoken: isSpoken, isGuess: isGuess, hasPlus: hasPlus, gap: gap))
    gap = .none
    marks = 0
    fillers = 0
    forgetPrefix()
    index = last + 1
  }

  private mutating func passed(_ mark: Unicode.Scalar, at offset: Int) {
    marks += 1
    if marks > DigitRun.longestGap {
      close()
      return
    }
    switch mark {
    case "+":
      hasPlus = true
      plus = offset
      return
    case "(":
      forgetPrefix()
      parenthesis = offset
      return
    case " ":
      // A plus sign may stand apart from its number.
      parenthesis = nil
      return
    case "-", ".", "/", ")", "_", "\u{a0}", "\u{2010}"..."\u{2015}", "\u{2212}", "\u{2000}"..."\u{200d}",
      "\u{2060}", "\u{feff}", "\u{ad}", "\u{202f}", "\u{b7}", "\u{2022}", "\t":
      break
    case ",", "\n", "\r", "\u{2026}", "~", "*":
      gap = max(gap, .loose)
    default:
      gap = .odd
    }
    forgetPrefix()
  }

  // MARK: - Spoken

  private mutating func spoken(_ word: String) {
    guard let meaning = SpokenDigit(word) else {
      close()
      index += 1
      return
    }
    switch meaning {
    case .unit(let digit): number([digit], endsWith: index)
    case .teen(let unit): number([1, unit], endsWith: index)
    case .ten(let ten): tens(ten)
    case .times(let count): repeated(count)
    case .zeros: passFiller(if: false)
    case .perhaps(let digit):
      if !run.groups.isEmpty, fillers == 0, isDigit(following(index)) {
        add([digit], through: index, isSpoken: true, isGuess: true)
      } else {
        passFiller(if: !run.groups.isEmpty)
      }
    case .filler: passFiller(if: !run.groups.isEmpty)
    }
  }

  private mutating func passFiller(if isInside: Bool) {
    fillers += 1
    if !isInside || fillers > DigitRun.mostFillers {
      close()
    } else {
      gap = max(gap, .loose)
      marks = 0
      forgetPrefix()
    }
    // "plus one two one two…" is how an international number is read aloud.
    if tokens[index].kind == .word("plus") { hasPlus = isDigit(following(index)) }
    index += 1
  }

  private mutating func tens(_ ten: UInt8) {
    if let next = following(index), case .word(let word) = tokens[next].kind,
      case .unit(let unit)? = SpokenDigit(word), unit > 0
    {
      number([ten, unit], endsWith: next)
    } else {
      number([ten, 0], endsWith: index)
    }
  }

  private mutating func repeated(_ count: Int) {
    guard let next = following(index) else { return passFiller(if: false) }
    var digit: UInt8?
    switch tokens[next].kind {
    case .word(let word): if case .unit(let unit)? = SpokenDigit(word) { digit = unit }
    case .digits: if tokens[next].digits.count == 1 { digit = tokens[next].digits[0] }
    case .mark: break
    }
    guard let digit else { return passFiller(if: false) }
    add([UInt8](repeating: digit, count: count), through: next, isSpoken: true)
  }

  /// A spoken number, with the hundreds and thousands that follow.
  private mutating func number(_ digits: [UInt8], endsWith last: Int) {
    var digits = digits
    var last = last
    if let next = following(last), case .word(let word) = tokens[next].kind,
      case .zeros(let count)? = SpokenDigit(word)
    {
      digits += [UInt8](repeating: 0, count: count)
      last = next
    }
    add(digits, through: last, isSpoken: true)
  }

  /// The token behind the next one space or dash.
  private func following(_ index: Int) -> Int? {
    guard index + 2 < tokens.count, case .mark(let mark) = tokens[index + 1].kind, mark == " " || mark == "-",
      tokens[index + 1].range.upperBound == tokens[index + 2].range.lowerBound
    else { return nil }
    if let first = taken.first, first.range.lowerBound < tokens[index + 2].range.upperBound { return nil }
    return index + 2
  }

  private func isDigit(_ index: Int?) -> Bool {
    guard let index else { return false }
    switch tokens[index].kind {
    case .digits: return true
    case .mark: return false
    case .word(let word):
      switch SpokenDigit(word) {
      case .unit, .teen, .ten, .times: return true
      case .zeros, .perhaps, .filler, nil: return false
      }
    }
  }
}

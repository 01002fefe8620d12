extension AgentDefinition {
  /// Every piece of speech that is known before the call, as `SentenceCutter` would cut it: what a cache of
  /// encoded audio should hold. In the order in which a call is likely to need it, each once.
  ///
  /// A piece that opens a reply may be cut after its first clause, so both cuts are listed. Lines with a caller's
  /// value in them are left out.
  public var fixedPieces: [String] {
    var seen: Set<String> = []
    return fixedLines.flatMap(pieces).filter { seen.insert($0).inserted }
  }

  /// Those that are said when a provider fails or the call must end.
  public var lastResorts: [String] {
    var seen: Set<String> = []
    let lines = [
      lines.trouble, lines.timeUp, lines.goodbye(for: .incomplete),
      lines.goodbye(for: .noAnswer),
    ]
    return (lines + self.lines.fillers).flatMap(pieces).filter { seen.insert($0).inserted }
  }

  private func pieces(of line: String) -> [String] {
    let sentences = SentenceCutter.sentences(of: line).compactMap { sentence in
      LineTemplate(sentence).filled { name in
        name == "agent" ? self.name : name == "company" ? company : nil
      }
    }
    return sentences.flatMap { sentence in
      var cutter = SentenceCutter()
      let opening = cutter.feed(sentence) + cutter.flush()
      return opening.count > 1 ? opening + [sentence] : [sentence]
    }
  }

  /// Which only a flow says.
  private var flowLines: [String] {
    [
      lines.repeating, lines.identity, lines.robot, lines.holding, lines.presence, lines.hello,
      lines.skipping, lines.givingUp, lines.whichDay,
    ]
  }

  private var fixedLines: [String] {
    // A filler that is not there at once fills nothing.
    var result = [greeting, recordingNotice] + lines.fillers
    for question in flow?.questions ?? [] {
      result += [question.prompt, question.brief ?? "", question.timePrompt]
      result += question.acknowledgements + question.reprompts + question.branches.compactMap(\.say)
    }
    result += flow == nil ? [] : lines.acknowledgements
    result += flow?.objections.flatMap(\.replies) ?? []
    result += idle.prompts
    result += flow == nil ? [] : flowLines
    result += [lines.notCaught, lines.timeUp, lines.trouble, lines.timeWarning, lines.transferring]
    result += tools.map(\.filler)
    return result + CallOutcome.allCases.map(lines.goodbye(for:))
  }
}

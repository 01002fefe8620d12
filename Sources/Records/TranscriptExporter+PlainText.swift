internal import Audio

extension TranscriptExporter {
  /// Lines for people: the time from the call's start, who spoke, and what. Of a reply that was cut, what was heard
  /// and then, in brackets, what was not.
  public static func plainText(_ transcript: Transcript) -> String {
    var lines = ["Call \(transcript.call.id)"]
    let ending = [transcript.call.endReason, transcript.call.outcome].compactMap { $0 }.map(singleLine)
    if !ending.isEmpty { lines.append("Ended: \(ending.joined(separator: ", "))") }
    lines.append("")
    for turn in transcript.spoken {
      lines.append("\(clock(ms: turn.start.milliseconds))  \(name(turn.speaker)): \(spokenLine(turn))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func spokenLine(_ turn: TurnRecord) -> String {
    let audible = singleLine(audibleText(turn))
    guard turn.wasCut else { return audible }
    let meant = singleLine(turn.text)
    guard !audible.isEmpty else { return "[not heard: \(meant)]" }
    guard meant.hasPrefix(audible) else { return "\(audible) [cut]" }
    let rest = singleLine(String(meant.dropFirst(audible.count)))
    return rest.isEmpty ? audible : "\(audible) [cut: \(rest)]"
  }

  /// A turn that was found, on a line of its own.
  public static func line(_ turn: TurnRecord) -> String {
    "\(turn.call)  \(clock(ms: turn.start.milliseconds))  \(name(turn.speaker)): \(singleLine(turn.text))"
  }
}

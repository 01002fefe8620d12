internal import Audio

extension TranscriptExporter {
  /// A CSV file (RFC 4180): a heading, then one line a turn in the order in which they began. Texts that a
  /// spreadsheet would take for a formula begin with an apostrophe (OWASP, CSV injection).
  public static func csv(_ transcript: Transcript) -> String {
    let heading = [
      "call", "sequence", "speaker", "start_ms", "end_ms", "text", "heard_text", "was_cut", "confidence",
    ]
    let rows = transcript.spoken.map { turn in
      [
        transcript.call.id.description, String(turn.sequence), turn.speaker.rawValue,
        String(turn.start.milliseconds), String(turn.end.milliseconds), guarded(turn.text),
        guarded(turn.heardText ?? ""), turn.wasCut ? "true" : "false",
        turn.confidence.map { String($0) } ?? "",
      ]
    }
    return table([heading] + rows)
  }

  /// Calls as a CSV file.
  public static func csv(calls: [CallSummary]) -> String {
    let heading = [
      "id", "tenant", "direction", "agent", "from", "to", "started_ms", "answered_ms", "ended_ms",
      "end_reason",
      "outcome",
    ]
    let rows = calls.map { call in
      [
        call.id.description, guarded(call.tenant), call.direction?.rawValue ?? "", guarded(call.agent ?? ""),
        guarded(call.from ?? ""), guarded(call.to ?? ""), call.startedMs.map(String.init) ?? "",
        call.answeredMs.map(String.init) ?? "", call.endedMs.map(String.init) ?? "",
        guarded(call.endReason ?? ""), guarded(call.outcome ?? ""),
      ]
    }
    return table([heading] + rows)
  }

  private static func table(_ rows: [[String]]) -> String {
    rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private static func guarded(_ text: String) -> String {
    // A phone number's plus is no formula.
    if text.hasPrefix("+"), text.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return text }
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return text
    }
    return "'" + text
  }
}

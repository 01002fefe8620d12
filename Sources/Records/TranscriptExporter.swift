internal import Audio

/// A transcript in the forms that others read.
public enum TranscriptExporter {
  public enum Format: String, Sendable, CaseIterable {
    case json, csv, vtt, text
  }

  public static func export(_ transcript: Transcript, as format: Format) -> String {
    switch format {
    case .json: json(transcript)
    case .csv: csv(transcript)
    case .vtt: webVTT(transcript)
    case .text: plainText(transcript)
    }
  }

  /// What was said, or of an agent's turn what was heard.
  static func audibleText(_ turn: TurnRecord) -> String {
    turn.speaker == .agent ? turn.heardText ?? turn.text : turn.text
  }

  static func name(_ speaker: TurnRecord.Speaker) -> String {
    switch speaker {
    case .caller: "Caller"
    case .agent: "Agent"
    }
  }

  /// Text on one line: white space of any kind becomes single spaces, and other control characters, which could
  /// steer a terminal or break a file's form, become U+FFFD.
  static func singleLine(_ text: String) -> String {
    var line = ""
    var isAfterSpace = true
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isAfterSpace { line.unicodeScalars.append(" ") }
        isAfterSpace = true
        continue
      }
      isAfterSpace = false
      line.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    if line.unicodeScalars.last == " " { line.unicodeScalars.removeLast() }
    return line
  }

  /// `hh:mm:ss.mmm`, as WebVTT writes times; zero for anything before the start.
  static func clock(ms: Int64) -> String {
    let ms = max(0, ms)
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60)
    return "\(padded(hours, 2)):\(padded(minutes, 2)):\(padded(seconds, 2)).\(padded(ms % 1_000, 3))"
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

internal import Audio

extension TranscriptExporter {
  /// A WebVTT file (W3C WebVTT: The Web Video Text Tracks Format, sections 4.1 and 4.2.2): one cue a turn, what was heard of
  /// it, the speaker in a voice tag. Turns of which nothing was heard have no cue.
  public static func webVTT(_ transcript: Transcript) -> String {
    var file = "WEBVTT\n\nNOTE Call \(transcript.call.id)\n"
    for turn in transcript.spoken {
      let text = singleLine(audibleText(turn))
      guard !text.isEmpty else { continue }
      // A cue has to end after it starts.
      let start = max(0, turn.start.milliseconds)
      let end = max(start &+ 1, turn.end.milliseconds)
      file += "\n\(clock(ms: start)) --> \(clock(ms: end))\n<v \(name(turn.speaker))>\(escaped(text))\n"
    }
    return file
  }

  /// With `>` escaped as well, `-->` cannot appear in a cue.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

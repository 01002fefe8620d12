import Foundation

/// Debian's recorded telephone prompts as things a caller says: a person's voice, with a person's melody at clause ends.
struct TurnsRecordings: Sendable {
  struct Line: Sendable {
    var text: String
    var samples: [Int16]
    /// The middle of the gap at its one comma or full stop inside, and which of them it is.
    var border: (at: Int, kind: TurnsClip.PauseKind)?
  }

  private(set) var lines: [Line] = []
  /// The ten digits.
  private(set) var digits: [[Int16]] = []

  /// - Parameter half: 0 or 1; the two share no prompt.
  init(_ list: WERPromptList, half: Int) throws {
    for (index, prompt) in try list.usable().enumerated() where index % 2 == half {
      guard prompt.text.hasSuffix("."), !prompt.text.contains("..."), !prompt.text.contains("press"),
        (4...22).contains(prompt.text.split(separator: " ").count)
      else { continue }
      let samples = TurnsClip.trimmed(try VADWave.read(prompt.path))
      let marks = prompt.text.dropLast().filter { ",.;".contains($0) }
      guard marks.count <= 1 else { continue }
      var line = Line(text: prompt.text, samples: samples)
      if let mark = marks.first, let gap = Self.longestGap(in: samples) {
        line.border = (gap, mark == "." ? .sentence : .clause)
      }
      lines.append(line)
    }
    for digit in 0...9 {
      digits.append(TurnsClip.trimmed(try VADWave.read("\(list.sounds)/digits/\(digit).wav")))
    }
    guard lines.count >= 8 else { throw WERFailure("only \(lines.count) usable prompts in \(list.sounds)") }
  }

  /// The middle of the longest quiet stretch of at least 100 ms that is not near an end.
  private static func longestGap(in samples: [Int16]) -> Int? {
    let peak = samples.reduce(0) { max($0, Int($1.magnitude)) }
    let quiet = stride(from: 0, to: samples.count - 79, by: 80).map { start in
      samples[start..<start + 80].allSatisfy { Int($0.magnitude) < peak / 24 }
    }
    let inner = VADLabels.runs(quiet).filter {
      $0.count >= 10 && $0.lowerBound > quiet.count / 6 && $0.upperBound < quiet.count * 5 / 6
    }
    return inner.max { $0.count < $1.count }.map { ($0.lowerBound + $0.upperBound) * 40 }
  }
}

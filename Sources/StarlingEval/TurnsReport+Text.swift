extension TurnsReport {
  /// The tables.
  var text: String {
    var lines = [
      "\(set) set, seed \(seed): \(dialogues) dialogues, \(fixed(minutes)) min of call in \(fixed(took)) s; "
        + "the recogniser was asked \(decodes) times"
        + (cachedDecodes > 0 ? " (\(cachedDecodes) more answers were known)" : ""),
      "its answers took p50 \(fixed(decodeMedian)) ms, p95 \(fixed(decodeP95)) ms here; the calls were made to wait "
        + "p50 \(fixed(givenMedian)) ms, p95 \(fixed(givenP95)) ms for them",
      "",
      pad("end of turn", 22)
        + head(["turns", "pauses", "cut turns", "cut pauses", "missed", "wait p50", "p95"]),
    ]
    for row in rows {
      let cells = [
        "\(row.turns)", "\(row.pauses)", fixed(row.cutTurns) + " %", fixed(row.cutPauses) + " %",
        fixed(row.missed) + " %", fixed(row.medianWait), fixed(row.p95Wait),
      ]
      lines.append(pad(row.name, 22) + head(cells))
    }
    lines += [
      "",
      pad("while the agent speaks", 26)
        + head(["count", "unnoticed", "ducked", "paused", "stopped", "held p50"]),
    ]
    for row in sounds where row.count > 0 {
      let cells = [
        "\(row.count)", fixed(row.ignored) + " %", fixed(row.ducked) + " %", fixed(row.paused) + " %",
        fixed(row.stopped) + " %", fixed(row.medianHeld),
      ]
      lines.append(pad(row.name, 26) + head(cells))
    }
    lines += [
      "",
      "\(interruptions) interruptions, \(cleared) while the agent was heard: speech to clear p50 \(fixed(clearMedian)) "
        + "ms, p95 \(fixed(clearP95)) ms",
      "\(fixed(agentMinutes)) min of agent speech: silent for nobody \(falseHolds) times, stopped for nobody "
        + "\(falseStops) times; \(inventedTurns) turns nobody spoke; \(abandoned) calls fell silent for good",
      "",
      "one search for an echo takes \(fixed(echoSearch)) ms here",
      pad("our own voice coming back", 26) + head(["count", "echo", "at once", "after p50", "p95"]),
    ]
    for row in echoes {
      let cells = [
        "\(row.count)", fixed(Self.percent(row.taken, of: row.count)) + " %",
        fixed(Self.percent(row.kept, of: row.count)) + " %", fixed(TurnsMath.quantile(row.times, 0.5) ?? 0),
        fixed(TurnsMath.quantile(row.times, 0.95) ?? 0),
      ]
      lines.append(pad(row.name, 26) + head(cells))
    }
    return lines.joined(separator: "\n")
  }

  private func head(_ cells: [String]) -> String {
    cells.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
  }
}

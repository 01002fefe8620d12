import Audio
import Foundation
import Records
import Testing

@Suite("Transcript exporter")
struct TranscriptExporterTests {
  private var transcript: Transcript {
    Transcript(
      call: Samples.call(1),
      turns: [
        Samples.turn(
          1, 1, .agent, "Hello, this is Ada. May I ask you something?", heard: "Hello, this is Ada.",
          wasCut: true, from: 0, to: 1_250),
        Samples.turn(1, 3, .caller, "Yes & no", from: 1_100, to: 3_661_042),
        Samples.turn(1, 5, .agent, "Bye.", heard: "", wasCut: true, from: 3_662_000, to: 3_662_000),
      ], timings: [Samples.timing(1, 1)], events: [Samples.event(1, 2)])
  }

  @Test("JSON has every turn with its times, what was heard, and its timing")
  func json() throws {
    let text = TranscriptExporter.json(transcript)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document.keys.sorted() == ["call", "events", "turns", "version"])
    let call = try #require(document["call"] as? [String: Any])
    #expect(call["id"] as? String == Samples.id(1).description)
    #expect(call["outcome"] as? String == "qualified")
    #expect((call["slots"] as? [String: Any])?["budget"] as? Int == 5_000)
    let turns = try #require(document["turns"] as? [[String: Any]])
    #expect(turns.map { $0["speaker"] as? String } == ["agent", "caller", "agent"])
    #expect(turns.map { $0["heard"] as? String } == ["part", nil, "nothing"])
    #expect(turns[0]["heard_text"] as? String == "Hello, this is Ada.")
    #expect(turns.map { $0["start_ms"] as? Int } == [0, 1_100, 3_662_000])
    #expect(turns.map { $0["end_ms"] as? Int } == [1_250, 3_661_042, 3_662_000])
    let timing = try #require(turns[1]["timing"] as? [String: Any])
    #expect(timing["endpointing_ms"] as? Double == 210.3)
    #expect(timing["voice_to_voice_ms"] as? Double == 452)
    #expect(turns[0]["timing"] is NSNull)
    let events = try #require(document["events"] as? [[String: Any]])
    #expect((events[0]["detail"] as? [String: Any])?["word"] as? String == "wait")
  }

  @Test("JSON is the same text for the same transcript, keys sorted and always there")
  func stableJSON() throws {
    #expect(TranscriptExporter.json(transcript) == TranscriptExporter.json(transcript))
    let bare = TranscriptExporter.json(Transcript(call: CallSummary(id: Samples.id(1)), turns: []))
    for key in ["agent", "answered_ms", "outcome", "recording_path", "slots"] {
      #expect(bare.contains("\"\(key)\" : null"))
    }
    let agent = try #require(bare.range(of: "\"agent\""))
    let tenant = try #require(bare.range(of: "\"tenant\""))
    #expect(agent.lowerBound < tenant.lowerBound)
  }

  @Test("slots and details that are not JSON become strings", arguments: ["{", "five", "{\"a\":1}x"])
  func notJSON(text: String) throws {
    var call = CallSummary(id: Samples.id(1))
    call.slotsJSON = text
    let document = try JSONSerialization.jsonObject(
      with: Data(TranscriptExporter.json(Transcript(call: call, turns: [])).utf8))
    let stored = try #require((document as? [String: Any])?["call"] as? [String: Any])
    #expect(stored["slots"] as? String == text)
  }

  @Test("WebVTT has a cue for every turn of which something was heard")
  func webVTT() {
    #expect(
      TranscriptExporter.webVTT(transcript) == """
        WEBVTT

        NOTE Call \(Samples.id(1))

        00:00:00.000 --> 00:00:01.250
        <v Agent>Hello, this is Ada.

        00:00:01.100 --> 01:01:01.042
        <v Caller>Yes &amp; no

        """)
  }

  @Test("plain text says when, who and what, and what was not heard")
  func plainText() {
    #expect(
      TranscriptExporter.plainText(transcript) == """
        Call \(Samples.id(1))
        Ended: agent_ended, qualified

        00:00:00.000  Agent: Hello, this is Ada. [cut: May I ask you something?]
        00:00:01.100  Caller: Yes & no
        01:01:02.000  Agent: [not heard: Bye.]

        """)
  }

  @Test("no text can break out of its cue or its line", arguments: Self.trickyTexts)
  func trickyText(text: String) throws {
    let turns = [
      Samples.turn(1, 1, .caller, text),
      Samples.turn(1, 2, .agent, text, heard: text, from: 2_000, to: 3_000),
    ]
    let transcript = Transcript(call: CallSummary(id: Samples.id(1)), turns: turns)
    let file = TranscriptExporter.webVTT(transcript)
    let blocks = file.components(separatedBy: "\n\n")
    #expect(blocks.count <= 4)
    for block in blocks.dropFirst(2) {
      let lines = block.split(separator: "\n", omittingEmptySubsequences: true)
      #expect(lines.count == 2)
      #expect(lines[0].contains(" --> "))
      let cue = try #require(lines.last).drop { $0 != ">" }.dropFirst()
      #expect(!cue.contains("-->") && !cue.contains("<") && !cue.contains(">"))
    }
    #expect(!file.unicodeScalars.contains("\0"))
    let plain = TranscriptExporter.plainText(transcript)
    #expect(plain.unicodeScalars.filter { $0 == "\n" }.count == 4)
    #expect(!plain.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    let json = try JSONSerialization.jsonObject(with: Data(TranscriptExporter.json(transcript).utf8))
    let first = try #require(((json as? [String: Any])?["turns"] as? [[String: Any]])?.first)
    #expect(first["text"] as? String == text)
  }

  private static let trickyTexts = [
    "", " ", "one\ntwo", "one\r\n\r\ntwo", "a --> b", "\n\n00:00:00.000 --> 00:00:01.000\nforged",
    "<v Agent>forged</v>", "&lt; & < >", "👩‍👩‍👧 ok 🇩🇪", "a\0b", "\u{1B}[2Jcleared", "line\u{2028}sep\u{2029}par",
    "\u{85}next", String(decoding: [0x68, 0xff, 0xfe, 0x69] as [UInt8], as: UTF8.self), "\u{7f}", "WEBVTT",
  ]

  @Test("turns are in the order in which they began")
  func order() {
    let turns = [
      Samples.turn(1, 1, .caller, "third", from: 9_000, to: 9_500),
      Samples.turn(1, 2, .agent, "first", from: 100, to: 900),
      Samples.turn(1, 3, .caller, "second", from: 1_000, to: 1_500),
    ]
    let text = TranscriptExporter.plainText(Transcript(call: CallSummary(id: Samples.id(1)), turns: turns))
    let words = text.split(separator: "\n").compactMap { $0.split(separator: " ").last }
    #expect(words.suffix(3) == ["first", "second", "third"])
  }

  @Test("times that make no sense still make a valid cue")
  func oddTimes() {
    let turns = [
      Samples.turn(1, 1, .caller, "a", from: -500, to: -900),
      Samples.turn(1, 2, .caller, "b", from: 700, to: 600),
      TurnRecord(
        call: Samples.id(1), sequence: 3, speaker: .agent, text: "c", start: .distantFuture,
        end: .distantFuture),
    ]
    let file = TranscriptExporter.webVTT(Transcript(call: CallSummary(id: Samples.id(1)), turns: turns))
    #expect(file.contains("00:00:00.000 --> 00:00:00.001\n"))
    #expect(file.contains("00:00:00.700 --> 00:00:00.701\n"))
  }

  @Test("every format has its exporter", arguments: TranscriptExporter.Format.allCases)
  func formats(format: TranscriptExporter.Format) {
    let text = TranscriptExporter.export(transcript, as: format)
    switch format {
    case .csv: #expect(text == TranscriptExporter.csv(transcript))
    case .json: #expect(text == TranscriptExporter.json(transcript))
    case .vtt: #expect(text == TranscriptExporter.webVTT(transcript))
    case .text: #expect(text == TranscriptExporter.plainText(transcript))
    }
  }
}

import CallSimulator
import Conversation
import Records

/// Whether a demo call was a good conversation, and why not.
struct DemoVerdict {
  /// More words wrong than this share, and a line counts as not understood.
  private static let tolerableErrorRate = 0.34

  private(set) var findings: [String] = []
  private(set) var failures: [String] = []

  /// - Parameter hasFlow: the agent follows a script; else a language model leads.
  init(
    transcript: Transcript, script: CallerScript, agent flow: FlowState?, hasFlow: Bool, callsimStatus: Int32
  ) {
    let endReason = transcript.call.endReason ?? "nothing"
    if callsimStatus != 0 { failures.append("callsim was not satisfied (exit code \(callsimStatus))") }
    if script.ending == .wait, endReason != "agent_ended" {
      failures.append("the call did not end by itself but with \(endReason)")
    }
    judgeLines(transcript, script)
    if hasFlow { judgeSlots(flow, script) } else { judgeModel(transcript, flow) }
  }

  /// More words of the agent wrong than this share, and it cannot be understood.
  mutating func judgeVoice(_ heard: WordErrorRate) {
    if heard.rate > Self.tolerableErrorRate { failures.append("the agent was not understood: \(heard)") }
  }

  private mutating func judgeLines(_ transcript: Transcript, _ script: CallerScript) {
    let understood = transcript.turns.filter { $0.speaker == .caller }.map(\.text)
    let reference = script.lines.map(\.text).joined(separator: " ")
    let whole = wordErrorRate(reference: reference, hypothesis: understood.joined(separator: " "))
    findings.append("caller understood: \(understood.count) turns, word error rate \(whole)")
    for (index, line) in script.lines.enumerated() {
      let best = understood.map { wordErrorRate(reference: line.text, hypothesis: $0).rate }.min() ?? 1
      if best > Self.tolerableErrorRate {
        failures.append("line \(index + 1) was not understood: \"\(line.text)\"")
      }
    }
  }

  private mutating func judgeModel(_ transcript: Transcript, _ flow: FlowState?) {
    let tools = transcript.events.filter { $0.kind == "tool" }.map(\.detail)
    findings.append("tools: " + (tools.isEmpty ? "none" : tools.joined(separator: ", ")))
    for slot in flow?.slots ?? [] { findings.append("  \(slot.slot): \(slot.value.spoken)") }
    if tools.isEmpty { failures.append("no tool was used") }
    if flow?.slots.isEmpty != false { failures.append("the agent noted nothing of what it was told") }
    let last = transcript.turns.last { $0.speaker == .agent }
    if last?.text.lowercased().contains("bye") != true { failures.append("the agent did not say goodbye") }
    if last?.wasCut == true { failures.append("the agent's goodbye was not heard") }
  }

  private mutating func judgeSlots(_ flow: FlowState?, _ script: CallerScript) {
    guard let flow else { return failures.append("the agent collected nothing") }
    findings.append("outcome: \(flow.outcome?.rawValue ?? "none")")
    for slot in flow.slots { findings.append("  \(slot.slot): \(slot.value.spoken)") }
    guard flow.isFinished else { return failures.append("the agent's flow was not finished") }
    if script.ending == .wait, flow.outcome != .qualified {
      failures.append("the caller was to be qualified, the outcome is \(flow.outcome?.rawValue ?? "none")")
    }
  }
}

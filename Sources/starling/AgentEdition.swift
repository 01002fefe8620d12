import Conversation
import EventLog
import Records
import Synchronization

/// An agent's definition as calls name it: the same text has the same version, on every engine.
final class AgentEdition: Sendable {
  let name: String
  /// 16 hexadecimal digits, the same that event logs have.
  let version: String
  private let definition: String
  private let isKnown = Atomic<Bool>(false)

  init(_ agent: AgentDefinition) {
    name = agent.name
    definition = String(decoding: LogHeader.json(agent), as: UTF8.self)
    version = LogHeader.hash(of: agent)
  }

  /// The definition itself, with the first call of the process that has it.
  func record(of call: CallSummary) -> [StoreRecord] {
    guard !isKnown.exchange(true, ordering: .relaxed) else { return [] }
    return [
      .agentVersion(
        AgentVersionRecord(
          call: call.id, tenant: call.tenant, agent: name, version: version, definition: definition,
          seenMs: call.startedMs ?? 0))
    ]
  }
}

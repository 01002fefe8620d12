import Conversation
import Crypto
import Foundation
import Records
import Synchronization

/// An agent's definition as calls name it: the same text has the same version, on every engine.
final class AgentEdition: Sendable {
  let name: String
  /// The first 16 hexadecimal digits of the definition's SHA-256.
  let version: String
  private let definition: String
  private let isKnown = Atomic<Bool>(false)

  init(_ agent: AgentDefinition) {
    name = agent.name
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(agent)) ?? Data()
    definition = String(decoding: data, as: UTF8.self)
    version = SHA256.hash(data: data).prefix(8).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
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

import Redaction

/// Takes out of a call's records what the agent's file wants redacted.
struct RecordRedactor: Sendable {
  /// Stands for a key that was pressed.
  static let digitToken = "[digit]"
  private let redactor: PIIRedactor?
  private let hidesDigits: Bool

  init(_ kinds: Set<PIIKind>) {
    redactor = kinds.isEmpty ? nil : PIIRedactor(kinds)
    hidesDigits = kinds.contains { $0 != .email }
  }

  func text(_ text: String) -> String { redactor?.redact(text) ?? text }

  /// Keys are pressed one by one, so that no rule would see the number: while numbers are redacted, none is stored.
  func detail(_ detail: String, ofEvent kind: String) -> String {
    if kind == "dtmf" { return hidesDigits && !detail.isEmpty ? Self.digitToken : detail }
    return text(detail)
  }
}

/// Why a command ends with another code than 0, in a sentence for its user.
struct CommandFailure: Error {
  /// 1: failed or found wanting; 2: wrong usage or configuration.
  var code: Int32
  var message: String

  static func failed(_ message: String) -> CommandFailure { CommandFailure(code: 1, message: message) }
  static func misconfigured(_ message: String) -> CommandFailure { CommandFailure(code: 2, message: message) }
}

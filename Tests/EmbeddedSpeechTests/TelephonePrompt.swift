import Foundation

/// A recorded telephone prompt of Debian's `asterisk-core-sounds-en-wav` (8 kHz, s16 mono) with what it says.
struct TelephonePrompt: Sendable {
  var name: String
  var text: String

  static let all = [
    TelephonePrompt(
      name: "agent-alreadyon",
      text: "That agent is already logged on. Please enter your agent number followed by the pound key."),
    TelephonePrompt(name: "all-circuits-busy-now", text: "All circuits are busy now."),
    TelephonePrompt(
      name: "auth-incorrect",
      text: "Password incorrect. Please enter your password followed by the pound key."),
    TelephonePrompt(name: "cannot-complete-as-dialed", text: "Your call cannot be completed as dialed."),
    TelephonePrompt(name: "check-number-dial-again", text: "Please check the number and dial again."),
    TelephonePrompt(name: "conf-extended", text: "The conference has been extended."),
    TelephonePrompt(
      name: "conf-getchannel", text: "Please enter the channel number followed by the pound key."),
    TelephonePrompt(name: "conf-invalid", text: "That is not a valid conference number. Please try again."),
    TelephonePrompt(name: "conf-kicked", text: "You have been kicked from this conference."),
    TelephonePrompt(name: "conf-now-recording", text: "The conference is now being recorded."),
  ]

  static let areInstalled = FileManager.default.fileExists(atPath: all[0].path)

  private var path: String { "/usr/share/asterisk/sounds/en/\(name).wav" }

  /// The samples: everything behind the 44 bytes of header that these files have.
  func samples() throws -> [Int16] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return stride(from: 44, to: bytes.count - 1, by: 2).map {
      Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8)
    }
  }
}

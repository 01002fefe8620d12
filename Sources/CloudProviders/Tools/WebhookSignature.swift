internal import Crypto
internal import Foundation

/// Signatures after the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 of
/// `id.timestamp.body`, in base64, with its version before it.
enum WebhookSignature {
  /// - Parameters:
  ///   - secret: `whsec_` and base64, as the specification has it, or any other text.
  ///   - wallClock: seconds since 1970.
  static func headers(
    id: String, body: [UInt8], secret: ProviderKey, wallClock: Double
  ) -> [(String, String)] {
    let timestamp = String(Int64(wallClock))
    let signed = Array("\(id).\(timestamp).".utf8) + body
    let code = HMAC<SHA256>.authenticationCode(for: signed, using: key(secret.headerValue))
    return [
      ("webhook-id", id), ("webhook-timestamp", timestamp),
      ("webhook-signature", "v1," + Data(code).base64EncodedString()),
    ]
  }

  private static func key(_ secret: String) -> SymmetricKey {
    if secret.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(secret.dropFirst(6))) {
      return SymmetricKey(data: bytes)
    }
    return SymmetricKey(data: Data(secret.utf8))
  }
}

public import Audio
internal import Foundation

/// What became of one attempt to send a batch.
public enum ExportAnswer: Sendable, Equatable {
  /// - Parameter rejected: how many of its spans the collector did not take.
  case accepted(rejected: Int)
  /// Worth another attempt: 429, 502, 503, 504 or no answer (OTLP/HTTP, "Retryable Response Codes").
  case again(after: MediaTime?, reason: String)
  /// Another attempt would fare the same.
  case refused(String)

  /// The longest pause a collector may ask for.
  static let longestPause = MediaTime.seconds(300 as Int64)
  /// Bytes of an answer that are looked at.
  static let longestBody = 64 << 10

  /// - Parameter unixTime: seconds since 1970, for a `Retry-After` that is a date.
  public init(_ response: ExportResponse, unixTime: Double) {
    switch response {
    case .failed(let reason): self = .again(after: nil, reason: reason)
    case .answered(let status, let headers, let body):
      switch status {
      case 200..<300: self = .accepted(rejected: Self.rejected(body))
      case 429, 502, 503, 504:
        self = .again(
          after: Self.pause(headers, unixTime: unixTime), reason: "the collector answers \(status)")
      default: self = .refused("the collector answers \(status)")
      }
    }
  }

  /// `Retry-After` (RFC 9110 §10.2.3): seconds or a date.
  private static func pause(_ headers: [(String, String)], unixTime: Double) -> MediaTime? {
    guard let text = headers.first(where: { $0.0.lowercased() == "retry-after" })?.1 else { return nil }
    let seconds: Double
    if let whole = UInt32(text) {
      seconds = Double(whole)
    } else {
      let reader = DateFormatter()
      reader.locale = Locale(identifier: "en_US_POSIX")
      reader.timeZone = TimeZone(identifier: "GMT")
      reader.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      guard let date = reader.date(from: text) else { return nil }
      seconds = date.timeIntervalSince1970 - unixTime
    }
    return min(longestPause, .seconds(max(0, min(seconds, 1e6))))
  }

  private struct Body: Decodable {
    struct Partial: Decodable {
      let rejectedSpans: Int

      enum Keys: String, CodingKey { case rejectedSpans }

      /// A 64-bit integer is a string in protobuf's JSON, and a number from those who do not know that.
      init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Keys.self)
        if let text = try? fields.decode(String.self, forKey: .rejectedSpans) {
          rejectedSpans = Int(text) ?? 0
        } else {
          rejectedSpans = try fields.decodeIfPresent(Int.self, forKey: .rejectedSpans) ?? 0
        }
      }
    }
    let partialSuccess: Partial?
  }

  private static func rejected(_ body: [UInt8]) -> Int {
    guard !body.isEmpty, body.count <= longestBody,
      let read = try? JSONDecoder().decode(Body.self, from: Data(body))
    else { return 0 }
    return max(0, read.partialSuccess?.rejectedSpans ?? 0)
  }
}

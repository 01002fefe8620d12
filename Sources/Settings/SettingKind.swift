internal import Records

/// What a setting's value may look like.
public enum SettingKind: Sendable, Equatable {
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// true or false, also yes/no, on/off, 1/0.
  case boolean
  /// One of a few words.
  case choice([String])
  /// A host name or an IP address to listen on.
  case host
  /// A file or directory; relative ones start where the server was started.
  case path
  /// Characters that need no escaping in a URL's path (RFC 3986 §2.3), and how many of them.
  case token(length: ClosedRange<Int>)
  /// 32 bytes in hexadecimal or base64.
  case key
  /// A whole number with `ms`, `s` (also when left out), `m` or `h`; the range is in seconds.
  case duration(seconds: ClosedRange<Int>)
  /// `+HH:MM`, `-HH:MM` or `Z`, read as minutes east of Greenwich.
  case utcOffset
  /// `ws`, `wss`, `http` or `https`, a host, and optionally a port and a path.
  case webSocketBase
  /// `RetentionPolicy` as text.
  case retention
  /// A decimal number from 0 to 1, kept as it was written.
  case share

  /// What is allowed, to end the sentence "it wants …".
  var wanted: String {
    switch self {
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .choice(let words): words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
    case .host: "a host name or an IP address"
    case .path: "a path of 1 to 4096 characters"
    case .token(let length):
      "\(length.lowerBound) to \(length.upperBound) characters out of A-Z a-z 0-9 - . _ ~"
    case .key: "32 bytes in hexadecimal or base64, as `openssl rand -hex 32` makes them"
    case .duration(let seconds):
      "a time from \(DurationText.spell(milliseconds: seconds.lowerBound * 1_000)) to "
        + "\(DurationText.spell(milliseconds: seconds.upperBound * 1_000)), such as 30s, 5m or 1h"
    case .utcOffset: "an offset from -14:00 to +14:00, such as +01:00, or Z"
    case .webSocketBase: "a URL such as wss://voice.example.com, without query or fragment"
    case .retention: RetentionPolicy.wanted
    case .share: "a number from 0 to 1, such as 0.05"
    }
  }
}

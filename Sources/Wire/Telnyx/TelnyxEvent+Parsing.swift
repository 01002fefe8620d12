extension TelnyxEvent {
  /// Reads one whole text message from the carrier.
  /// - Throws: ``WireError`` as ``TelnyxScanner/scan(_:)`` does, and for fields that the event cannot do without.
  public init(parsing bytes: Span<UInt8>) throws(WireError) {
    switch try TelnyxScanner.scan(bytes).kind {
    case .connected: self = try .connected(token: TelnyxEvent.token(bytes))
    case .start: self = try .start(TelnyxStart(parsing: bytes))
    case .dtmf: self = try .dtmf(TelnyxDTMF(parsing: bytes))
    case .mark: self = try .mark(name: TelnyxEvent.markName(bytes))
    case .error: self = try .error(TelnyxStreamError(parsing: bytes))
    case .stop: self = try .stop(TelnyxStop(parsing: bytes))
    case .media, .clear, .unknown: self = try .unknown(TelnyxEvent.name(bytes))
    }
  }

  /// The name of the mark in a `mark` message, which both sides send alike.
  static func markName(_ bytes: Span<UInt8>) throws(WireError) -> String {
    var name: String?
    try members(of: "mark", bytes) { (key, cursor) throws(WireError) in
      guard key == "name" else { return false }
      name = try cursor.textOrSkip(bytes)?.string(in: bytes)
      return true
    }
    guard let name else { throw .missing(.markName) }
    return name
  }

  /// The value of `event`.
  static func name(_ bytes: Span<UInt8>) throws(WireError) -> String {
    var name: String?
    try members(bytes) { (key, cursor) throws(WireError) in
      guard key == "event" else { return false }
      name = try cursor.textOrSkip(bytes)?.string(in: bytes)
      return true
    }
    guard let name else { throw .missing(.event) }
    return name
  }

  private static func token(_ bytes: Span<UInt8>) throws(WireError) -> String? {
    var token: String?
    try members(of: "connected", bytes) { (key, cursor) throws(WireError) in
      guard key == "x-telnyx-streaming-auth-token" else { return false }
      token = try cursor.textOrSkip(bytes)?.string(in: bytes)
      return true
    }
    return token
  }

  /// Offers each member of the message to `body`, which consumes the value and returns `true`, or returns `false`.
  static func members(
    _ bytes: Span<UInt8>, _ body: (String, inout JSONCursor) throws(WireError) -> Bool
  ) throws(WireError) {
    var cursor = JSONCursor()
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      if try !body(key.string(in: bytes), &cursor) { try cursor.skipValue(bytes) }
    }
  }

  /// Offers each member of the object under `parent` to `body`, as ``members(_:_:)`` does; nothing if there is none.
  static func members(
    of parent: String, _ bytes: Span<UInt8>,
    _ body: (String, inout JSONCursor) throws(WireError) -> Bool
  ) throws(WireError) {
    try members(bytes) { (key, cursor) throws(WireError) in
      guard key == parent, try cursor.enterObjectOrSkip(bytes) else { return key == parent }
      while let inner = try cursor.nextKey(bytes) {
        if try !body(inner.string(in: bytes), &cursor) { try cursor.skipValue(bytes) }
      }
      return true
    }
  }
}

extension TelnyxDTMF {
  /// Reads a `dtmf` message.
  init(parsing bytes: Span<UInt8>) throws(WireError) {
    var text: String?
    var occurredAt: String?
    try TelnyxEvent.members(of: "dtmf", bytes) { (key, cursor) throws(WireError) in
      guard key == "digit" else { return false }
      text = try cursor.scalarText(bytes)
      return true
    }
    try TelnyxEvent.members(bytes) { (key, cursor) throws(WireError) in
      guard key == "occurred_at" else { return false }
      occurredAt = try cursor.textOrSkip(bytes)?.string(in: bytes)
      return true
    }
    guard let text else { throw .missing(.dtmfDigit) }
    guard let digit = TelnyxDTMF.digit(text) else { throw .invalid(.dtmfDigit) }
    self.init(digit: digit, occurredAt: occurredAt)
  }
}

extension TelnyxStreamError {
  /// Reads an `error` message; what is absent in it is `nil`.
  init(parsing bytes: Span<UInt8>) throws(WireError) {
    var (code, title, detail): (Int?, String?, String?) = (nil, nil, nil)
    try TelnyxEvent.members(of: "payload", bytes) { (key, cursor) throws(WireError) in
      switch key {
      case "code": code = try cursor.wholeNumber(bytes).map { Int($0) }
      case "title": title = try cursor.scalarText(bytes)
      case "detail": detail = try cursor.scalarText(bytes)
      default: return false
      }
      return true
    }
    self.init(code: code, title: title, detail: detail)
  }
}

extension TelnyxStop {
  /// Reads a `stop` message; what is absent in it is `nil`.
  init(parsing bytes: Span<UInt8>) throws(WireError) {
    var (call, user, reason): (String?, String?, String?) = (nil, nil, nil)
    try TelnyxEvent.members(of: "stop", bytes) { (key, cursor) throws(WireError) in
      switch key {
      case "call_control_id": call = try cursor.scalarText(bytes)
      case "user_id": user = try cursor.scalarText(bytes)
      case "reason": reason = try cursor.scalarText(bytes)
      default: return false
      }
      return true
    }
    self.init(callControlID: call, userID: user, reason: reason)
  }
}

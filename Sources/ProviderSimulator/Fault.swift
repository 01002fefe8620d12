/// One way for a vendor to fail, where in its answer, and how often.
public struct Fault: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// The connection is cut as soon as it is accepted, before a byte.
    case refuse
    case expiredCertificate = "expired-certificate"
    /// The vendor's own 401.
    case unauthorized
    /// The vendor's own 429; the value is `Retry-After` in seconds (2).
    case rateLimit = "rate-limit"
    case serverError = "server-error"
    /// The vendor's own "too busy": 529 or 503.
    case overloaded
    /// A 307 to another host.
    case redirect
    /// 200 with a web page.
    case html
    /// 200 with 10 MB.
    case huge
    /// Says nothing more on an open connection; the value, if any, is after how many seconds it goes on.
    case stall
    /// From here on a few bytes every now and then; the value is bytes a second (64).
    case drip
    /// The connection ends without a close frame, an end of the response or a TLS goodbye.
    case close
    /// Half of a message, then `close`.
    case halfMessage = "half-message"
    case invalidJSON = "invalid-json"
    /// Audio at another rate than was asked for: 16 kHz instead of 8, else 8 kHz.
    case wrongRate = "wrong-rate"
    /// Voices: silence before the speech, in seconds (10). Others: a pause of that length.
    case silence
    /// A success that holds nothing; with AT `start` not even its envelope.
    case empty
    /// One event comes after the next one.
    case outOfOrder = "out-of-order"
    case wrongLanguage = "wrong-language"
    case controlCharacters = "control-characters"
    /// Every number in the JSON is NaN.
    case nan
    /// The vendor's own error message in the middle of a stream.
    case errorEvent = "error-event"
  }

  /// Where in the answer.
  public enum Place: Sendable, Equatable {
    /// When the connection is made.
    case connect
    /// Before the first event.
    case start
    /// After so many events of an answer: a generation, an utterance, a response.
    case after(Int)
    /// Instead of the last event.
    case end
    /// At once, on every connection that is open.
    case now
  }

  public enum Count: Sendable, Equatable {
    case always
    /// These requests (from 1), the others are answered well.
    case requests(ClosedRange<Int>)
    /// 0...1 of the requests.
    case share(Double)
  }

  /// What is drawn for: each fault has one level at which it can happen.
  enum Level: Sendable, Equatable { case accept, request, answer }

  /// nil: every vendor.
  public var vendor: Vendor?
  public var kind: Kind
  public var value: Double?
  public var place: Place
  public var count: Count

  public init(
    vendor: Vendor?, kind: Kind, value: Double? = nil, place: Place? = nil, count: Count = .always
  ) {
    self.vendor = vendor
    self.kind = kind
    self.value = value
    self.place = place ?? Self.usualPlace(of: kind)
    self.count = count
  }

  var level: Level {
    switch kind {
    case .refuse, .expiredCertificate: .accept
    case .unauthorized, .rateLimit, .serverError, .overloaded, .redirect, .html, .huge: .request
    case .stall, .drip, .close, .halfMessage, .invalidJSON, .wrongRate, .silence, .empty, .outOfOrder,
      .wrongLanguage, .controlCharacters, .nan, .errorEvent:
      place == .connect ? .accept : .answer
    }
  }

  private static func usualPlace(of kind: Kind) -> Place {
    switch kind {
    case .refuse, .expiredCertificate, .unauthorized, .rateLimit, .serverError, .overloaded, .redirect, .html,
      .huge:
      .connect
    case .stall, .drip, .close, .halfMessage, .invalidJSON, .outOfOrder, .errorEvent: .after(3)
    case .silence, .wrongRate, .wrongLanguage, .controlCharacters, .nan, .empty: .after(0)
    }
  }
}

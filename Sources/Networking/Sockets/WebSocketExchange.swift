internal import Synchronization

/// A WebSocket that was asked for. Letting go of it changes nothing; `close` and `cancel` end it.
///
/// Messages sent before it is open wait for that. All methods may be called from any thread, its events' closure
/// included, and none waits.
public final class WebSocketExchange: Sendable {
  let number: Int
  private let mailbox: SocketMailbox
  private let limit: Int
  private let queued = Atomic<Int>(0)
  private let isOpenEnded = Atomic<Bool>(true)
  private let cancelled = Atomic<Bool>(false)
  private let headers = Mutex<[String: String]>([:])

  init(_ mailbox: SocketMailbox, number: Int, maxQueuedBytes: Int) {
    self.mailbox = mailbox
    self.number = number
    limit = maxQueuedBytes
  }

  /// Sends a text message. Answers `false`, having taken nothing, when the socket has ended or is closing, or when more
  /// than `maxQueuedBytes` would wait.
  @discardableResult
  public func send(text: [UInt8]) -> Bool { send(text, .text) }

  /// The same with a binary message.
  @discardableResult
  public func send(binary: [UInt8]) -> Bool { send(binary, .binary) }

  /// Closes with a code (1000, or 3000–4999 of one's own) and a reason of at most 123 bytes, after what was sent
  /// before. `closed` follows, within seconds even when the peer does not answer.
  public func close(code: Int = 1000, reason: String = "") {
    guard isOpenEnded.exchange(false, ordering: .acquiringAndReleasing) else { return }
    mailbox.post(.close(number, code, reason))
  }

  /// Ends the socket at once and without a close frame. No event follows, except one that is on its way on the loop's
  /// thread.
  public func cancel() {
    isOpenEnded.store(false, ordering: .releasing)
    guard !cancelled.exchange(true, ordering: .acquiringAndReleasing) else { return }
    mailbox.post(.cancel(number))
  }

  /// Bytes that wait to be sent.
  public var queuedBytes: Int { queued.load(ordering: .relaxed) }

  /// Those of the response's headers that the request wanted, names in lower case; known before `opened` or `failed`.
  public var responseHeaders: [String: String] { headers.withLock { $0 } }

  private func send(_ bytes: [UInt8], _ kind: MessageKind) -> Bool {
    guard isOpenEnded.load(ordering: .acquiring) else { return false }
    let (before, after) = queued.wrappingAdd(bytes.count, ordering: .relaxed)
    // One message may always go, however long.
    if before == 0 || after <= limit, mailbox.post(.send(number, bytes, kind)) { return true }
    queued.wrappingSubtract(bytes.count, ordering: .relaxed)
    return false
  }

  // MARK: The loop's side

  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }
  func wrote(_ count: Int) { queued.wrappingSubtract(count, ordering: .relaxed) }
  func end() { isOpenEnded.store(false, ordering: .releasing) }
  func note(_ found: [String: String]) { headers.withLock { $0 = found } }
}

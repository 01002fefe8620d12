internal import Audio
internal import CallCore
internal import Networking
internal import Synchronization
internal import Wire

/// The media plane's end of every socket: admits, reads what the carrier says, writes what the calls say.
///
/// Every method runs on the media loop's thread. Per message it scans once, in place, and decodes the payload
/// straight into the call's ring; workers are signalled once a sweep.
final class MediaServer: MediaLoopHandler {
  typealias Connection = MediaConnection

  private static let pathPrefix = "/media/telnyx"

  let context: EngineContext
  let gate: AdmissionGate
  let workers: [CallWorker]
  let directory: CallDirectory
  let links: [LoopLink]
  /// This loop's own.
  let link: LoopLink
  let gauge: ThreadGauge
  var overload = OverloadMonitor()
  var processors = ProcessorLoad(cores: ProcessorBudget.cores)
  var slots: [Slot]
  var waiting: [ObjectIdentifier: MediaConnection] = [:]
  /// Streams whose calls other loops are asked for.
  var takingOver: [ObjectIdentifier: MediaConnection] = [:]
  /// Workers with something new in this sweep.
  var touched: [Bool]
  var nextHousekeeping = MediaTime.zero
  /// A place is taken for the peer that was let in last, whose socket is not open yet.
  private var hasGrantedPlace = false
  private(set) var loop: MediaLoop<MediaServer>?

  struct Slot {
    var port: CallPort?
    var connection: MediaConnection?
    var controlID = ""
    /// Added to the chunk numbers of the stream that serves the call now: each stream counts from its own
    /// beginning, and must not be taken for the late frames of the one before.
    var chunkBase: Int64 = 0
  }

  /// - Parameters:
  ///   - index: this loop's among `links`.
  ///   - capacity: slots in the directory.
  init(
    context: EngineContext, gate: AdmissionGate, workers: [CallWorker], directory: CallDirectory,
    links: [LoopLink], index: Int, capacity: Int
  ) {
    self.context = context
    self.gate = gate
    self.workers = workers
    self.directory = directory
    self.links = links
    link = links[index]
    gauge = context.addLoopGauge()
    touched = Array(repeating: false, count: workers.count)
    slots = Array(repeating: Slot(), count: capacity)
  }

  func started(on loop: MediaLoop<MediaServer>) { self.loop = loop }

  // MARK: Admission

  func admit(_ request: UpgradeRequest) -> Admission {
    guard let token = Self.token(inPath: request.path) else {
      return .refuse(status: 404, reason: "no media stream here; the path is \(Self.pathPrefix)")
    }
    if let wanted = context.options.mediaToken {
      let given = request.authToken ?? token
      guard ConstantTime.equal(given, wanted) || ConstantTime.equal(token, wanted) else {
        context.counters.unauthorised.add(1, ordering: .relaxed)
        return .refuse(status: 401, reason: "wrong or missing media token")
      }
    }
    returnGrantedPlace()
    if let reason = gate.enter() {
      if gate.overload.level.shedsNewCalls { context.counters.shed.calls.add(1, ordering: .relaxed) }
      return .refuse(status: 503, reason: reason)
    }
    hasGrantedPlace = true
    return .accept
  }

  /// What follows the prefix, without its slash; nil when the path is another one.
  static func token(inPath path: String) -> String? {
    guard path.hasPrefix(pathPrefix) else { return nil }
    let rest = path.dropFirst(pathPrefix.count)
    if rest.isEmpty || rest == "/" { return "" }
    guard rest.first == "/" else { return nil }
    let token = rest.dropFirst()
    return token.contains("/") ? nil : String(token)
  }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> MediaConnection {
    let connection = MediaConnection(id: id, openedAt: context.clock.now)
    // Not decided anew: the peer has read that it is let in, and may be ringing.
    hasGrantedPlace = false
    waiting[ObjectIdentifier(connection)] = connection
    return connection
  }

  /// Gives back the place of a peer that was let in and vanished before its socket was open.
  func returnGrantedPlace() {
    if hasGrantedPlace { gate.leave() }
    hasGrantedPlace = false
  }

  // MARK: Receiving

  func received(text message: Span<UInt8>, on connection: MediaConnection) {
    do throws(WireError) {
      let scanned = try TelnyxScanner.scan(message)
      if scanned.kind == .media {
        receivedMedia(scanned, in: message, on: connection)
      } else {
        receivedEvent(try TelnyxEvent(parsing: message), on: connection)
      }
    } catch {
      countBad(connection, error)
    }
  }

  func receivedBinary(_ message: Span<UInt8>, on connection: MediaConnection) {
    // Undocumented, but some peers send their JSON this way.
    received(text: message, on: connection)
  }

  func countBad(_ connection: MediaConnection, _ error: WireError) {
    connection.badMessages += 1
    context.counters.badMessages.add(1, ordering: .relaxed)
    if case .live(let port) = connection.phase { port.badMessages.add(1, ordering: .relaxed) }
    if connection.badMessages == 1 { context.log(.warning, "skipped a bad message: \(error)") }
  }

  private func receivedMedia(
    _ scanned: TelnyxMessage, in message: Span<UInt8>, on connection: MediaConnection
  ) {
    guard case .live(let port) = connection.phase else {
      // Media before `start` belongs to no call.
      context.counters.mediaBeforeStart.add(1, ordering: .relaxed)
      return
    }
    guard scanned.track == .inbound else { return }
    let chunk = scanned.chunk < 0 ? -1 : scanned.chunk &+ slots[port.slot].chunkBase
    let header = FrameHeader(
      track: .inbound, chunk: chunk, sequence: scanned.sequence, timestampMs: scanned.timestampMs,
      arrival: .zero)
    if scanned.maximumPayloadSize <= port.inbound.slotBytes {
      let result = port.inbound.push(header) { slot in scanned.decodePayload(of: message, into: &slot) }
      if case .rejected = result { return countBad(connection, .invalid(.mediaPayload)) }
    } else {
      pushLarge(scanned, message, header, to: port, on: connection)
    }
    port.markReady()
    touched[port.workerIndex] = true
  }

  /// A payload longer than a slot goes in as several frames.
  private func pushLarge(
    _ scanned: TelnyxMessage, _ message: Span<UInt8>, _ header: FrameHeader, to port: CallPort,
    on connection: MediaConnection
  ) {
    var decoded = false
    let largePayload = [UInt8](capacity: scanned.maximumPayloadSize) { output in
      decoded = scanned.decodePayload(of: message, into: &output)
    }
    guard decoded else { return countBad(connection, .invalid(.mediaPayload)) }
    let size = port.inbound.slotBytes / 6 * 6
    var start = 0
    var header = header
    while start < largePayload.count {
      let piece = largePayload.span.extracting(start..<min(start + size, largePayload.count))
      _ = port.inbound.push(header) { slot in
        for index in piece.indices { slot.append(piece[index]) }
        return true
      }
      // Only the first piece stands for the chunk in the order of arrival.
      header.chunk = -1
      start += size
    }
  }

  private func receivedEvent(_ event: TelnyxEvent, on connection: MediaConnection) {
    switch event {
    case .connected: connection.hasGreeted = true
    case .start(let start): started(start, on: connection)
    case .dtmf(let dtmf): post(.digit(dtmf.digit), from: connection)
    case .mark(let name):
      guard let mark = MarkName(name) else { return }
      post(.markReturned(epoch: Int(mark.epoch), clause: Int(mark.utterance)), from: connection)
    case .error(let error):
      context.counters.carrierErrors.add(1, ordering: .relaxed)
      context.log(.warning, "the carrier reports \(error)")
    case .stop: post(.hungUp, from: connection)
    case .unknown: break
    }
  }

  private func post(_ event: CallEvent, from connection: MediaConnection) {
    if case .live(let port) = connection.phase { port.post(event) }
  }
}

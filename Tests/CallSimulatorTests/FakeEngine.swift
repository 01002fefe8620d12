import Audio
import Networking
import Synchronization
import Wire

/// An engine of a few lines: answers speech that was followed by 200 ms of quiet with some audio, sent ahead in
/// messages of 100 ms, and gives way when it is spoken over. What it does wrong is told to it.
final class FakeEngine: Sendable {
  struct Faults: Sendable {
    var clears = true
    /// Of an answer, 100 ms each.
    var messages: Int64 = 6
    var answers = true
    /// Closes the connection once it has been spoken to.
    var hangsUp = false
    /// A pause inside the answer, in milliseconds.
    var gapMs: Int64 = 0
    /// Goes on talking after it has cleared.
    var talksAfterClear = false
    /// What its media messages hold, if not a proper payload.
    var payload: [UInt8]?
    var refuses = false
  }

  /// What it saw, for the test's thread.
  struct Sight: Sendable {
    var started = 0
    var stopped = 0
    var open = 0
    var opened = 0
    var frames = 0
    var closeCodes: [Int?] = []
  }

  let loop: MediaLoop<Handler>
  let sight: Sighting

  final class Sighting: Sendable {
    private let state = Mutex(Sight())
    func note(_ change: (inout Sight) -> Void) { state.withLock { change(&$0) } }
    var now: Sight { state.withLock { $0 } }
  }

  init(_ faults: Faults = Faults(), identity: MediaLoopOptions.Identity? = nil) throws(NetworkingError) {
    sight = Sighting()
    loop = MediaLoop(
      options: MediaLoopOptions(
        name: "engine", listen: .init(address: "127.0.0.1", port: 0), identity: identity),
      handler: Handler(faults, sight))
    try loop.start()
  }

  deinit { loop.stop() }

  var url: String { "ws://127.0.0.1:\(loop.port)/media/telnyx" }
  var secureURL: String { "wss://127.0.0.1:\(loop.port)/media/telnyx" }

  final class Call {
    let id: ConnectionID
    var loudUntil: MediaTime?
    var sends: [MediaTime] = []
    var playsUntil = MediaTime.zero

    init(id: ConnectionID) { self.id = id }
  }

  final class Handler: MediaLoopHandler {
    typealias Connection = Call
    private let faults: Faults
    private let sight: Sighting
    private var loop: MediaLoop<Handler>?
    private var calls: [ConnectionID: Call] = [:]

    init(_ faults: Faults, _ sight: Sighting) {
      self.faults = faults
      self.sight = sight
    }

    func started(on loop: MediaLoop<Handler>) { self.loop = loop }

    func admit(_ request: UpgradeRequest) -> Admission {
      faults.refuses ? .refuse(status: 503, reason: "full") : .accept
    }

    func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> Call {
      sight.note {
        $0.opened += 1
        $0.open += 1
      }
      let call = Call(id: id)
      calls[id] = call
      return call
    }

    func closed(_ call: Call, code: Int?) {
      calls[call.id] = nil
      sight.note {
        $0.open -= 1
        $0.closeCodes.append(code)
      }
    }

    func received(text message: Span<UInt8>, on call: Call) {
      guard let scanned = try? TelnyxScanner.scan(message) else { return }
      switch scanned.kind {
      case .start: sight.note { $0.started += 1 }
      case .stop: sight.note { $0.stopped += 1 }
      case .media:
        sight.note { $0.frames += 1 }
        let payload = [UInt8](capacity: scanned.maximumPayloadSize) {
          _ = scanned.decodePayload(of: message, into: &$0)
        }
        let peak = payload.map { Int(G711.decode($0, law: .mu).magnitude) }.max() ?? 0
        if peak > 300 { heardSpeech(on: call) }
      default: break
      }
    }

    private func heardSpeech(on call: Call) {
      let now = MonotonicClock.now
      call.loudUntil = now
      guard call.playsUntil > now else { return }
      call.playsUntil = now
      guard faults.clears else { return }
      if !faults.talksAfterClear { call.sends = [] }
      send(#"{"event":"clear"}"#, to: call)
    }

    private func send(_ text: String, to call: Call) {
      let bytes = Array(text.utf8)
      _ = loop?.write(bytes.span, to: call.id)
    }

    func sweepEnded(at _: MediaTime) -> MediaTime? {
      let now = MonotonicClock.now
      for call in calls.values { step(call, at: now) }
      return now + .milliseconds(5)
    }

    private func step(_ call: Call, at now: MediaTime) {
      if let loud = call.loudUntil, now >= loud + .milliseconds(200) {
        call.loudUntil = nil
        if faults.hangsUp { loop?.close(call.id) }
        if faults.answers { plan(call, at: now) }
      }
      while let due = call.sends.first, due <= now {
        call.sends.removeFirst()
        let payload = faults.payload ?? [UInt8](repeating: 0x55, count: 800)
        var text: [UInt8] = []
        text.append(addingCapacity: Base64.encodedSize(payload.count)) {
          _ = Base64.encode(payload.span, into: &$0)
        }
        send(#"{"event":"media","media":{"payload":"\#(String(decoding: text, as: UTF8.self))"}}"#, to: call)
        call.playsUntil = max(now, call.playsUntil) + .milliseconds(100)
        if call.sends.isEmpty { send(#"{"event":"mark","mark":{"name":"end"}}"#, to: call) }
      }
    }

    private func plan(_ call: Call, at now: MediaTime) {
      call.sends = (0..<faults.messages).map { step in
        now + .milliseconds(max(0, step * 100 - 200) + (step >= 3 ? faults.gapMs : 0))
      }
    }
  }
}

import Audio
import CallEngine
import ControlPlane

/// What the admin port tells of a running engine.
struct EngineAdminState: AdminState {
  let engine: Engine

  var refusal: String? { engine.gate.currentRefusal }

  var calls: [AdminCall] {
    let now = engine.clock.wallClockAtZero + engine.clock.now.seconds
    return engine.liveCalls.map { call in
      AdminCall(
        id: call.id.description, callControlID: call.callControlID, from: call.from, to: call.to,
        codec: call.format.inbound.rawValue, seconds: now - call.startedAt)
    }
  }

  var metrics: String {
    let counted = engine.counters.snapshot
    let cache = engine.speechCache.statistics
    var text = ""
    func add(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: Double)]) {
      text += "# HELP starling_\(name) \(help)\n# TYPE starling_\(name) \(kind)\n"
      for sample in samples { text += "starling_\(name)\(sample.labels) \(sample.value)\n" }
    }
    func one(_ value: Int) -> [(labels: String, value: Double)] { [("", Double(value))] }
    add("calls_live", "gauge", "Calls with a media stream.", one(engine.gate.liveCalls))
    add("calls_started_total", "counter", "Calls begun.", one(counted.callsStarted))
    add("calls_refused_total", "counter", "Calls refused at admission.", one(engine.gate.refusedCalls))
    add(
      "calls_ended_total", "counter", "Calls ended, by reason.",
      counted.endReasons.sorted { $0.key < $1.key }.map { ("{reason=\"\($0.key)\"}", Double($0.value)) })
    add("turns_total", "counter", "Caller turns answered.", one(counted.turns))
    add(
      "voice_to_voice_seconds", "summary", "End of the caller's speech to the first agent audio sent.",
      [0.5, 0.95, 0.99].map {
        ("{quantile=\"\($0)\"}", counted.voiceToVoice.quantile($0).seconds)
      })
    let frames = counted.totals
    add("frames_received_total", "counter", "Caller frames of ended calls.", one(frames.framesReceived))
    add("frames_refused_total", "counter", "Frames that found the ring full.", one(frames.framesRefused))
    add("frames_lost_total", "counter", "Frames that never came.", one(frames.framesLost))
    add("bad_messages_total", "counter", "Messages that could not be understood.", one(counted.badMessages))
    add("unauthorised_total", "counter", "Upgrades with a wrong token.", one(counted.unauthorised))
    add("speech_cache_hits_total", "counter", "Lines found in the speech cache.", one(cache.hits))
    add("speech_cache_misses_total", "counter", "Lines not found in it.", one(cache.misses))
    return text
  }
}

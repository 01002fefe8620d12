import Synchronization

/// What was asked and answered, for `GET /sim/state`.
final class Tally: Sendable {
  struct Counts: Sendable, Equatable {
    var connections = 0
    var open = 0
    var requests = 0
    var rejectedKeys = 0
    var malformed = 0
    var cancels = 0
    var faults = 0
    var tokensIn = 0
    var tokensCached = 0
    var tokensOut = 0
    var characters = 0
    var audioSeconds = 0.0
  }

  private struct State {
    var vendors: [Vendor: Counts] = [:]
    var accepted = 0
    var open = 0
    var opened = 0
    var traces: [String] = []
    var webhooks: [String] = []
    var bookings: [String: String] = [:]
    var complaints: [String] = []
  }

  /// Older ones make place.
  private static let keptItems = 10_000
  private let state = Mutex(State())

  func count(_ vendor: Vendor, _ change: (inout Counts) -> Void) {
    state.withLock { change(&$0.vendors[vendor, default: Counts()]) }
  }

  func accepted() {
    state.withLock { state in (state.accepted, state.open) = (state.accepted + 1, state.open + 1) }
  }
  func closed() { state.withLock { $0.open -= 1 } }

  func keepTrace(_ json: String) { state.withLock { Self.keep(json, in: &$0.traces) } }
  func keepWebhook(_ json: String) { state.withLock { Self.keep(json, in: &$0.webhooks) } }

  /// What a client sent that the vendor would refuse: the simulator's users want to read why.
  func complain(_ vendor: Vendor, _ text: String) {
    state.withLock { state in
      state.vendors[vendor, default: Counts()].malformed += 1
      Self.keep("\(vendor.rawValue): \(text)", in: &state.complaints)
    }
  }

  /// The answer to the first booking with this key: a repeated request books nothing new.
  func booking(key: String, make: (Int) -> String) -> String {
    state.withLock { state in
      if let known = state.bookings[key] { return known }
      let made = make(state.bookings.count + 1)
      state.bookings[key] = made
      return made
    }
  }

  var traces: [String] { state.withLock { $0.traces } }
  var webhooks: [String] { state.withLock { $0.webhooks } }

  func counts(_ vendor: Vendor) -> Counts { state.withLock { $0.vendors[vendor] ?? Counts() } }

  func reset() {
    state.withLock { state in
      let open = state.open
      let live = state.vendors.mapValues { counts in
        var left = Counts()
        left.open = counts.open
        return left
      }
      state = State()
      state.open = open
      state.vendors = live
    }
  }

  /// One JSON object.
  var json: String {
    state.withLock { state in
      let vendors = state.vendors.sorted { $0.key.rawValue < $1.key.rawValue }.map { vendor, counts in
        """
        "\(vendor.rawValue)":{"connections":\(counts.connections),"open":\(counts.open),\
        "requests":\(counts.requests),"rejected_keys":\(counts.rejectedKeys),"malformed":\(counts.malformed),\
        "cancels":\(counts.cancels),"faults":\(counts.faults),"tokens_in":\(counts.tokensIn),\
        "tokens_cached":\(counts.tokensCached),"tokens_out":\(counts.tokensOut),\
        "characters":\(counts.characters),"audio_seconds":\(JSONText.number(counts.audioSeconds))}
        """
      }
      return """
        {"connections":{"accepted":\(state.accepted),"open":\(state.open)},\
        "vendors":{\(vendors.joined(separator: ","))},"webhooks":\(state.webhooks.count),\
        "traces":\(state.traces.count),\
        "complaints":\(JSONText.list(state.complaints.suffix(100).map(JSONText.quote)))
        """ + "}"
    }
  }

  private static func keep(_ item: String, in list: inout [String]) {
    if list.count >= keptItems { list.removeFirst(keptItems / 10) }
    list.append(item)
  }
}

/// What the loop keeps for one connection.
struct ConnectionSlot {
  enum Phase { case free, connecting, open, closing }

  var phase = Phase.free
  var generation: UInt32 = 0
  var socket: WebSocketHandle?
  /// The handler's own object, from `opened` to `closed`.
  var connection: AnyObject?
  /// The peer's close code, or else ours.
  var closeCode: Int?
  /// Why we close; sent with the code once nothing is left to write.
  var closeReason = ""
  /// The user was told `.wouldBlock` and waits for `writable`.
  var awaitsRoom = false
  /// Something came since the last ping.
  var wasHeard = true
  var silentPings = 0
  /// The fragments so far of a message that did not come in one piece.
  var fragments: [UInt8] = []
  /// A longer message closes the connection.
  var maxMessageBytes = 0
  /// The client's side only.
  var outgoing: OutgoingRequest?
}

internal import CWebSockets

extension LoopCore {
  /// Loop thread only. Whether anything came on the connection since the last question, pongs included.
  func takeHeard(_ id: ConnectionID) -> Bool {
    guard let index = slots.open(id) else { return false }
    defer { slots[index].wasHeard = false }
    return slots[index].wasHeard
  }

  /// Loop thread only. Asks the peer for a sign of life, unless it does not read either.
  func ping(_ id: ConnectionID) {
    guard let index = slots.open(id), let socket = slots[index].socket, !socket.isBuffering else { return }
    writePing(socket)
  }
}

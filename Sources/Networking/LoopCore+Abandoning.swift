extension LoopCore {
  /// Loop thread only. The connection counts as closed for writes at once; `closed` follows.
  func abandon(_ id: ConnectionID, byReset: Bool) {
    assert(isOnThread)
    guard let index = slots.open(id), let socket = slots[index].socket else { return }
    slots[index].phase = .closing
    slots[index].closeCode = nil
    slots[index].fragments = []
    if byReset { socket.reset() } else { socket.kill() }
  }

  /// Loop thread only.
  func stopReading(_ id: ConnectionID) {
    assert(isOnThread)
    guard let index = slots.open(id), let socket = slots[index].socket else { return }
    socket.stopReading()
  }
}

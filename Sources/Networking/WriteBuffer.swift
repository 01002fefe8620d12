internal import CWebSockets

/// One buffer for all outgoing messages of a loop, with the headroom that the library writes frame headers
/// into.
@safe struct WriteBuffer: ~Copyable {
  private var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int

  init(capacity: Int) {
    unsafe storage = .allocate(capacity: Int(CWS_PRE) + capacity)
    self.capacity = capacity
  }

  deinit { unsafe storage.deallocate() }

  /// Where the payload begins; valid until the next `fill`.
  var payload: UnsafeMutablePointer<UInt8> { unsafe storage + Int(CWS_PRE) }

  /// Copies a payload in. The library writes its header before it and, on the client's side, masks it in
  /// place.
  mutating func fill(_ bytes: Span<UInt8>) {
    if bytes.count > capacity { grow(to: bytes.count) }
    let target = unsafe payload
    unsafe bytes.withUnsafeBufferPointer { source in
      // Sound: there is room for `count` bytes, checked above.
      if let start = source.baseAddress { unsafe target.update(from: start, count: source.count) }
    }
  }

  private mutating func grow(to needed: Int) {
    unsafe storage.deallocate()
    capacity = max(needed, capacity &* 2)
    unsafe storage = .allocate(capacity: Int(CWS_PRE) + capacity)
  }
}

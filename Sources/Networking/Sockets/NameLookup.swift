internal import CPlatform
internal import Glibc

/// A name that threads of the system's library resolve, so that the loop does not wait.
///
/// Sound: the lookup lives until `end` says it does not; used on one thread.
@safe struct NameLookup {
  enum Answer: Equatable {
    case pending
    case addresses([String])
    case failed(String)
  }

  private let raw: OpaquePointer

  init?(_ name: String) {
    guard let raw = unsafe cplatform_lookup_begin(name) else { return nil }
    unsafe self.raw = raw
  }

  func poll() -> Answer {
    let capacity = 1024
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      guard let start = buffer.baseAddress else { return .failed("no memory") }
      let count = unsafe cplatform_lookup_poll(raw, start, Int32(capacity))
      if count == 0 { return .pending }
      guard count > 0 else { return .failed(unsafe String(cString: gai_strerror(count))) }
      var addresses: [String] = []
      var cursor = unsafe start
      for _ in 0..<count {
        addresses.append(unsafe String(cString: cursor))
        unsafe cursor += strlen(cursor) + 1
      }
      return .addresses(addresses)
    }
  }

  /// Frees the lookup. Answers `false` while the system still works on it: then again later.
  func end() -> Bool { unsafe cplatform_lookup_end(raw) }

  /// Whether a host needs no lookup.
  static func isNumeric(_ host: String) -> Bool {
    host.contains(":") || host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
  }
}

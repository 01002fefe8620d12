internal import CWebSockets

/// One of the library's sockets.
///
/// Sound: the loop keeps a handle from the moment the library hands the socket over until the library's last
/// callback for it, and uses it on its own thread alone.
@safe struct WebSocketHandle {
  private let raw: OpaquePointer

  init(_ raw: OpaquePointer) { unsafe self.raw = raw }

  /// What the loop keeps with the socket: 0 for nothing.
  var mark: Int {
    get { unsafe Int(bitPattern: lws_get_opaque_user_data(raw)) }
    nonmutating set { unsafe lws_set_opaque_user_data(raw, UnsafeMutableRawPointer(bitPattern: newValue)) }
  }

  /// A write is under way that the system has not taken whole.
  var isBuffering: Bool { unsafe lws_partial_buffered(raw) != 0 }
  var isFirstFragment: Bool { unsafe lws_is_first_fragment(raw) != 0 }
  var isFinalFragment: Bool { unsafe lws_is_final_fragment(raw) != 0 }
  var isBinary: Bool { unsafe lws_frame_is_binary(raw) != 0 }
  /// Bytes of the frame that have not come yet.
  var remainingInFrame: Int { Int(unsafe lws_remaining_packet_payload(raw)) }
  /// The status of the peer's HTTP response; `nil` before there is one.
  var responseStatus: Int? {
    let status = unsafe lws_http_client_http_response(raw)
    return status == 0 ? nil : Int(status)
  }

  /// What is wrong with the peer's certificate, of what is known so far.
  var certificateFlaw: String? { unsafe cws_certificate_flaw(raw).map { unsafe String(cString: $0) } }

  var descriptor: Int32 { unsafe lws_get_socket_fd(raw) }

  func askForRoom() { _ = unsafe lws_callback_on_writable(raw) }
  /// Ends the connection without ceremony at the loop's next turn.
  func kill() { unsafe cws_kill(raw) }
  /// The same with a TCP reset.
  func reset() { unsafe cws_reset(raw) }
  func stopReading() { unsafe cws_stop_reading(raw) }
  func kill(afterSeconds seconds: Int) { unsafe cws_kill_after(raw, Int32(seconds)) }

  /// Sets what the close frame says; the caller then ends its callback with -1.
  func prepareClose(code: Int, reason: String) {
    var bytes = Self.closeReason(reason)
    let status = lws_close_status(UInt32(code))
    unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe lws_close_reason(raw, status, $0.baseAddress, $0.count)
    }
  }

  /// As much of a reason as a control frame holds (RFC 6455 §5.5: 125 bytes, two of them the code), cut
  /// between characters.
  static func closeReason(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for character in text {
      guard bytes.count + character.utf8.count <= 123 else { break }
      bytes += character.utf8
    }
    return bytes
  }

  /// Writes a frame whose payload has the library's headroom before it. Answers whether the socket still
  /// lives.
  func write(_ payload: UnsafeMutablePointer<UInt8>, count: Int, as type: lws_write_protocol) -> Bool {
    unsafe lws_write(raw, payload, count, type) >= count
  }

  /// The peer's numeric address.
  var remoteAddress: String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let start = buffer.baseAddress, let text = unsafe lws_get_peer_simple(raw, start, 64) else {
        return ""
      }
      return unsafe String(cString: text)
    }
  }

  // MARK: Headers; only while the request is being answered

  func has(_ header: lws_token_indexes) -> Bool { unsafe lws_hdr_total_length(raw, header) > 0 }

  /// A known header's value; "" when it is absent.
  func header(_ header: lws_token_indexes) -> String {
    let length = Int(unsafe lws_hdr_total_length(raw, header))
    return unsafe text(capacity: length + 1) { start in
      unsafe lws_hdr_copy(raw, start, Int32(length + 1), header)
    } ?? ""
  }

  /// A header by its name in lower case with the colon.
  func header(named name: String) -> String? {
    let length = Int(unsafe cws_header_length(raw, name))
    guard length >= 0 else { return nil }
    return unsafe text(capacity: length + 1) { start in
      unsafe cws_header_copy(raw, name, start, Int32(length + 1))
    }
  }

  /// Those of the named headers that are there; the names in lower case.
  func headers(_ names: [String]) -> [String: String] {
    var found: [String: String] = [:]
    for name in names {
      let known = unsafe cws_known_header(name + ":")
      if known >= 0 {
        let token = lws_token_indexes(UInt32(known))
        if has(token) { found[name] = header(token) }
      } else {
        found[name] = header(named: name + ":")
      }
    }
    return found
  }

  /// The parts of the query between the `&`.
  var queryParts: [String] {
    var parts: [String] = []
    while parts.count < 64 {
      let length = unsafe lws_hdr_fragment_length(raw, WSI_TOKEN_HTTP_URI_ARGS, Int32(parts.count))
      guard length > 0 else { break }
      let index = Int32(parts.count)
      let part = unsafe text(capacity: Int(length) + 1) { start in
        unsafe lws_hdr_copy_fragment(raw, start, length + 1, WSI_TOKEN_HTTP_URI_ARGS, index)
      }
      parts.append(part ?? "")
    }
    return parts
  }

  /// Reads text that a C function copies out, whose length it answers, or a negative number.
  private func text(capacity: Int, _ copy: (UnsafeMutablePointer<CChar>) -> Int32) -> String? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: max(1, capacity)) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let count = Int(unsafe copy(start))
      guard count >= 0, count < capacity else { return nil }
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
      return unsafe String(decoding: bytes, as: UTF8.self)
    }
  }
}

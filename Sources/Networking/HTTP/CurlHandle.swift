internal import CCurl

/// One easy handle with what curl only borrows: the list of headers and the place for its words.
///
/// Sound: used on the HTTP thread alone, and freed by `free` after it has left the multi handle.
@safe struct CurlHandle {
  let raw: UnsafeMutableRawPointer
  private let headers: UnsafeMutablePointer<curl_slist>?
  private let words: UnsafeMutablePointer<CChar>

  /// - Returns: `nil` when there is no memory, or curl refuses an option.
  init?(_ transfer: HTTPTransfer, _ url: WebSocketURL, _ settings: CurlSettings, isFresh: Bool) {
    guard let raw = unsafe curl_easy_init() else { return nil }
    unsafe self.raw = raw
    unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe headers = Self.list(Self.lines(transfer.request, settings))
    unsafe _ = ccurl_set_pointer(raw, CURLOPT_ERRORBUFFER, words)
    unsafe _ = ccurl_set_pointer(raw, CURLOPT_HTTPHEADER, headers)
    connect(to: transfer.request.url, url, settings, isFresh: isFresh)
    guard carry(transfer.request) else {
      free()
      return nil
    }
  }

  private func set(_ option: CURLoption, _ value: Int) { _ = unsafe ccurl_set_long(raw, option, value) }
  private func set(_ option: CURLoption, _ text: String?) {
    if let text {
      _ = unsafe text.withCString { unsafe ccurl_set_text(raw, option, $0) }
    } else {
      _ = unsafe ccurl_set_text(raw, option, nil)
    }
  }

  private func connect(to text: String, _ url: WebSocketURL, _ settings: CurlSettings, isFresh: Bool) {
    set(CURLOPT_URL, text)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_NOSIGNAL, 1)
    // A cancelled request does not wait for the system's resolver.
    set(CURLOPT_QUICK_EXIT, 1)
    // The loop has limits of its own.
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(Int32.max))
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    // A burst shares the first connection where the peer speaks HTTP/2. Without TLS nothing tells what it speaks
    // before the first response has ended, and the others would wait for that.
    set(CURLOPT_PIPEWAIT, url.isSecure ? 1 : 0)
    set(CURLOPT_TCP_NODELAY, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_TCP_KEEPIDLE, 30)
    set(CURLOPT_TCP_KEEPINTVL, 10)
    set(CURLOPT_MAXAGE_CONN, settings.keepSeconds)
    set(CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_CAINFO, settings.authorityFile)
    set(CURLOPT_CAPATH, settings.authorityDirectory)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    let proxy = settings.proxies.proxy(host: url.host, port: url.port, isSecure: url.isSecure)
    // Empty texts: not what the environment says, which the rules have read already.
    set(CURLOPT_PROXY, proxy ?? "")
    set(CURLOPT_NOPROXY, "")
    set(CURLOPT_PROXY_CAINFO, settings.authorityFile)
    set(CURLOPT_PROXY_CAPATH, settings.authorityDirectory)
    if let share = unsafe settings.share { _ = unsafe ccurl_set_pointer(raw, CURLOPT_SHARE, share) }
  }

  private func carry(_ request: HTTPRequest) -> Bool {
    _ = unsafe ccurl_set_size(raw, CURLOPT_MAXFILESIZE_LARGE, Int64(request.limits.bodyBytes))
    guard request.method != "HEAD" else {
      set(CURLOPT_NOBODY, 1)
      return true
    }
    if request.body.isEmpty, !["POST", "PUT", "PATCH"].contains(request.method) {
      set(CURLOPT_HTTPGET, 1)
    } else {
      set(CURLOPT_POST, 1)
      _ = unsafe ccurl_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count))
      let status = unsafe request.body.withUnsafeBytes { body in
        unsafe ccurl_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, body.baseAddress ?? UnsafeRawPointer(words))
      }
      guard status == CURLE_OK else { return false }
    }
    set(CURLOPT_CUSTOMREQUEST, request.method)
    return true
  }

  /// The header lines as curl wants them: a name with a semicolon is a header with an empty value, a name with a
  /// bare colon takes back a header that curl would add.
  private static func lines(_ request: HTTPRequest, _ settings: CurlSettings) -> [String] {
    let names = Set(request.headers.map { $0.0.lowercased() })
    var lines = request.headers.map { $0.1.isEmpty ? "\($0.0);" : "\($0.0): \($0.1)" }
    if !names.contains("user-agent") { lines.append("user-agent: \(settings.userAgent)") }
    if !names.contains("content-type") { lines.append("content-type:") }
    lines.append("expect:")
    return lines
  }

  private static func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = unsafe line.withCString({ unsafe curl_slist_append(list, $0) }) else { break }
      unsafe list = longer
    }
    return unsafe list
  }

  // MARK: What curl knows

  /// What curl says about a failure.
  func explanation(_ result: CURLcode) -> String {
    let said = unsafe String(cString: words)
    return said.isEmpty ? unsafe String(cString: curl_easy_strerror(result)) : said
  }

  var redirectTarget: String? {
    guard let text = unsafe ccurl_get_text(raw, CURLINFO_REDIRECT_URL) else { return nil }
    return unsafe String(cString: text)
  }

  var newConnections: Int { unsafe ccurl_get_long(raw, CURLINFO_NUM_CONNECTS) }
  var isMultiplexed: Bool {
    unsafe ccurl_get_long(raw, CURLINFO_HTTP_VERSION) == Int(CURL_HTTP_VERSION_2_0)
  }

  /// Has curl close the connection once nobody else uses it.
  func forbidReuse() { set(CURLOPT_FORBID_REUSE, 1) }

  func free() {
    unsafe curl_easy_cleanup(raw)
    unsafe curl_slist_free_all(headers)
    unsafe words.deallocate()
  }
}

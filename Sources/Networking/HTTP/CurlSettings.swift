internal import Audio
internal import CCurl

/// What is the same for every request of a loop.
@safe struct CurlSettings {
  let proxies: ProxyRules
  let userAgent: String
  let keepSeconds: Int
  /// With an authority of its own, the system's certificates come one by one from their directory; else they come
  /// from one file, which curl reads once for all connections.
  let authorityFile: String?
  let authorityDirectory: String?
  /// TLS sessions, for connections to resume; used by one thread.
  let share: UnsafeMutableRawPointer?

  init(_ options: ProviderLoopOptions, share: UnsafeMutableRawPointer?) {
    proxies = options.proxies
    userAgent = options.userAgent
    keepSeconds = Int(max(1, options.keepsConnections.milliseconds / 1000))
    let file = unsafe ccurl_authority_file().map { unsafe String(cString: $0) }
    let directory = unsafe ccurl_authority_directory().map { unsafe String(cString: $0) }
    authorityFile = options.authorityPath ?? file
    authorityDirectory = options.authorityPath == nil && file != nil ? nil : directory
    unsafe self.share = share
  }
}

/// Which proxy a request takes.
public struct ProxyRules: Equatable, Sendable {
  /// For `https` and `wss`: `http://[user:password@]host[:port]`. `nil`: none.
  public var secure: String?
  /// For `http` and `ws`.
  public var plain: String?
  /// Hosts that are reached directly: names with all beneath them, addresses, IPv4 ranges (`10.0.0.0/8`),
  /// each with or without a port; `*` is every host.
  public var exceptions: [String]

  public init(secure: String? = nil, plain: String? = nil, exceptions: [String] = []) {
    self.secure = secure
    self.plain = plain
    self.exceptions = exceptions
  }

  /// No proxy at all.
  public static let none = ProxyRules()

  /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case first.
  public static var environment: ProxyRules {
    func read(_ name: String) -> String? {
      ProviderLoopOptions.variable(name.lowercased()) ?? ProviderLoopOptions.variable(name)
    }
    let all = read("ALL_PROXY")
    let exceptions = (read("NO_PROXY") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    return ProxyRules(
      secure: read("HTTPS_PROXY") ?? all, plain: read("HTTP_PROXY") ?? all, exceptions: exceptions)
  }

  /// The proxy for a host; `nil`: directly.
  public func proxy(host: String, port: Int, isSecure: Bool) -> String? {
    guard let proxy = isSecure ? secure : plain, !proxy.isEmpty else { return nil }
    return exceptions.contains { Self.matches($0, host: host.lowercased(), port: port) } ? nil : proxy
  }

  private static func matches(_ exception: String, host: String, port: Int) -> Bool {
    var rule = exception.lowercased()[...]
    if rule == "*" { return true }
    // A port stands behind the only colon; an IPv6 address has more.
    if let colon = rule.firstIndex(of: ":"), rule.lastIndex(of: ":") == colon {
      guard Int(rule[rule.index(after: colon)...]) == port else { return false }
      rule = rule[..<colon]
    }
    if rule.contains("/") { return contains(range: rule, host) }
    while rule.hasPrefix(".") { rule = rule.dropFirst() }
    while rule.hasSuffix(".") { rule = rule.dropLast() }
    guard !rule.isEmpty else { return false }
    return host == rule || host.hasSuffix("." + rule)
  }

  private static func contains(range: Substring, _ host: String) -> Bool {
    let parts = range.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let bits = Int(parts[1]), (0...32).contains(bits),
      let base = address(parts[0]), let other = address(host[...])
    else { return false }
    let mask = bits == 0 ? 0 : UInt32.max << UInt32(32 - bits)
    return base & mask == other & mask
  }

  private static func address(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      value = value << 8 | UInt32(byte)
    }
    return value
  }
}

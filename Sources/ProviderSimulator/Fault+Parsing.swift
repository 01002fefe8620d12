extension Fault {
  /// Reads `VENDOR:FAULT[=VALUE][:AT][:COUNT]`.
  ///
  /// `VENDOR` is a vendor's name or `*`. `AT` is `connect`, `start`, `middle` (after 3 events), `end`, `now` or a
  /// number of events. `COUNT` is `always`, `N` (the first N requests, then well), `A-B` (these requests) or `P%`.
  public init(parsing text: String) throws(SimulatorError) {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (2...4).contains(fields.count) else {
      throw .unusableFault(text, reason: "it has \(fields.count) parts, not 2 to 4")
    }
    let parts = fields[1].split(separator: "=", maxSplits: 1).map(String.init)
    let name = parts.first ?? ""
    guard let kind = Kind(rawValue: name) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .unusableFault(text, reason: "no fault is called '\(name)' (known: \(known))")
    }
    var value: Double?
    if parts.count == 2 {
      guard let number = Double(parts[1]), number.isFinite, number >= 0, number <= 3600 else {
        throw .unusableFault(text, reason: "'\(parts[1])' is not a number from 0 to 3600")
      }
      value = number
    }
    self.init(
      vendor: try Self.vendor(fields[0], in: text), kind: kind, value: value,
      place: try Self.place(fields.count > 2 ? fields[2] : "", in: text),
      count: try Self.count(fields.count > 3 ? fields[3] : "", in: text))
  }

  private static func vendor(_ name: String, in text: String) throws(SimulatorError) -> Vendor? {
    if name == "*" { return nil }
    guard let vendor = Vendor(rawValue: name) else {
      let known = Vendor.allCases.map(\.rawValue).joined(separator: ", ")
      throw .unusableFault(text, reason: "no vendor is called '\(name)' (known: *, \(known))")
    }
    return vendor
  }

  private static func place(_ name: String, in text: String) throws(SimulatorError) -> Place? {
    switch name {
    case "": return nil
    case "connect": return .connect
    case "start": return .start
    case "middle": return .after(3)
    case "end": return .end
    case "now": return .now
    default:
      guard let events = Int(name), (0...1_000_000).contains(events) else {
        throw .unusableFault(text, reason: "'\(name)' is not connect, start, middle, end, now or a number")
      }
      return .after(events)
    }
  }

  private static func count(_ name: String, in text: String) throws(SimulatorError) -> Count {
    if name.isEmpty || name == "always" { return .always }
    if name.hasSuffix("%"), let percent = Double(name.dropLast()), (0...100).contains(percent) {
      return .share(percent / 100)
    }
    let ends = name.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    switch ends.count {
    case 1:
      if let last = ends[0], last >= 1 { return .requests(1...last) }
    case 2:
      if let first = ends[0], let last = ends[1], first >= 1, last >= first { return .requests(first...last) }
    default: break
    }
    throw .unusableFault(text, reason: "'\(name)' is not always, N, A-B or P%")
  }
}

extension Fault: CustomStringConvertible {
  /// What `init(parsing:)` reads.
  public var description: String {
    let amount = value.map { "=\($0)" } ?? ""
    return "\(vendor?.rawValue ?? "*"):\(kind.rawValue)\(amount):\(place):\(count)"
  }
}

extension Fault.Place: CustomStringConvertible {
  public var description: String {
    switch self {
    case .connect: "connect"
    case .start: "start"
    case .after(let events): "\(events)"
    case .end: "end"
    case .now: "now"
    }
  }
}

extension Fault.Count: CustomStringConvertible {
  public var description: String {
    switch self {
    case .always: "always"
    case .requests(let range): "\(range.lowerBound)-\(range.upperBound)"
    case .share(let share): "\(share * 100)%"
    }
  }
}

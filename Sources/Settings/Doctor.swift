/// Looks whether the server can run as configured, and says the mend for what stands in the way.
public struct Doctor: Sendable {
  /// Shared libraries that are loaded while running, besides those in the models directory.
  public var libraries: [String] = []
  /// What is wrong with the agent file, with line and column; nil when nothing is. By default the file need
  /// only be readable.
  public var agentFault: (@Sendable (_ path: String) -> String?)?
  /// Checks of other modules, run last.
  public var further: [@Sendable () -> DoctorCheck] = []

  private let settings: ResolvedSettings
  private let probes: DoctorProbes

  public init(_ settings: ResolvedSettings, probes: DoctorProbes = .system) {
    self.settings = settings
    self.probes = probes
  }

  /// Runs every check, in the order in which mends help.
  public func examine() -> DoctorReport {
    var checks = [machine(), memory()]
    checks += models()
    checks += allLibraries().map(library)
    checks.append(agent())
    checks += [
      port(settings.host, settings.port, .port), port(settings.adminHost, settings.adminPort, .adminPort),
    ]
    checks += transportSecurity()
    checks += [descriptors(), dataDirectory()]
    checks += further.map { $0() }
    return DoctorReport(checks: checks)
  }

  private var usesModels: Bool { settings.providers == .embedded }

  private func machine() -> DoctorCheck {
    let cores = probes.cores()
    if cores < 2 {
      return .warn(
        "cores", "\(cores)", mend: "give the server two cores: one for sockets and calls, one for speech")
    }
    return .ok("cores", "\(cores)")
  }

  private func memory() -> DoctorCheck {
    guard let bytes = probes.memoryBytes() else { return .ok("memory", "unknown") }
    let needed = usesModels ? 2 << 30 : 1 << 29
    if bytes < needed {
      return .warn(
        "memory", Self.size(bytes),
        mend: "give the server \(Self.size(needed)), or choose a smaller max-calls")
    }
    return .ok("memory", Self.size(bytes))
  }

  // MARK: Models and libraries

  /// One check for the directory; the list of sizes in it was written when the models were fetched.
  private func models() -> [DoctorCheck] {
    let directory = settings.modelsDirectory
    let mend = "run `make setup`, or name the right place with \(source(.modelsDirectory))"
    guard let list = probes.text(directory + "/sizes.txt") else {
      return [missing("models", "no speech models in \(directory)", mend: mend)]
    }
    var count = 0
    var faults: [String] = []
    for line in list.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let size = Int(parts[0]) else { continue }
      count += 1
      guard let found = probes.fileSize("\(directory)/\(parts[1])") else {
        faults.append("\(parts[1]) is missing")
        continue
      }
      if found != size { faults.append("\(parts[1]) has \(found) bytes instead of \(size)") }
    }
    if count == 0 { return [missing("models", "\(directory)/sizes.txt lists nothing", mend: mend)] }
    if faults.isEmpty { return [.ok("models", "\(count) files in \(directory)")] }
    return [
      missing(
        "models", faults.prefix(3).joined(separator: ", ") + (faults.count > 3 ? ", …" : ""),
        mend: "remove \(directory) and run `make setup`")
    ]
  }

  private func allLibraries() -> [String] {
    let lib = settings.modelsDirectory + "/lib/"
    return [lib + "libonnxruntime.so", lib + "libsherpa-onnx-c-api.so"] + libraries
  }

  private func library(_ library: String) -> DoctorCheck {
    let name = "library " + (library.split(separator: "/").last.map(String.init) ?? library)
    guard let fault = probes.libraryFault(library) else { return .ok(name, "loads") }
    return missing(name, fault, mend: "run `make setup`")
  }

  /// Simulated providers do without, so what is missing is only worth a word then.
  private func missing(_ name: String, _ detail: String, mend: String) -> DoctorCheck {
    usesModels ? .fail(name, detail, mend: mend) : .warn(name, detail, mend: mend)
  }

  // MARK: Configuration

  private func agent() -> DoctorCheck {
    let path = settings.agent
    let mend = "mend the file, or name another with \(source(.agent))"
    if let agentFault {
      if let fault = agentFault(path) { return .fail("agent", fault, mend: mend) }
      return .ok("agent", path)
    }
    guard probes.text(path) != nil else { return .fail("agent", "\(path) cannot be read", mend: mend) }
    return .ok("agent", path)
  }

  private func port(_ host: String, _ port: Int, _ name: SettingName) -> DoctorCheck {
    guard let fault = probes.portFault(host, port) else {
      return .ok(name.rawValue, port == 0 ? "\(host), a free one" : "\(host):\(port) is free")
    }
    return .fail(
      name.rawValue, "\(host):\(port): \(fault)",
      mend: "stop what listens there (a running starling also does), or choose another with \(source(name))")
  }

  private func transportSecurity() -> [DoctorCheck] {
    guard let certificate = settings.tlsCertificate, let key = settings.tlsKey else {
      return [.ok("tls", "off: end TLS in front of the server, or set tls-certificate and tls-key")]
    }
    var checks = [
      pem(certificate, .tlsCertificate, holding: "CERTIFICATE"), pem(key, .tlsKey, holding: "PRIVATE KEY"),
    ]
    if let bits = probes.permissions(key), bits & 0o004 != 0 {
      checks.append(
        .warn("tls-key permissions", "everybody on this machine may read \(key)", mend: "chmod o-r \(key)"))
    }
    return checks
  }

  private func pem(_ path: String, _ name: SettingName, holding label: String) -> DoctorCheck {
    guard let text = probes.text(path) else {
      return .fail(
        name.rawValue, "\(path) cannot be read", mend: "let this user read it, or change \(source(name))")
    }
    guard text.contains("-----BEGIN "), text.contains("\(label)-----") else {
      return .fail(name.rawValue, "\(path) holds no PEM block \(label)", mend: "change \(source(name))")
    }
    return .ok(name.rawValue, path)
  }

  // MARK: Limits

  private func descriptors() -> DoctorCheck {
    let limit = probes.openFileLimit()
    let needed = OpenFileLimit.needed(
      calls: settings.maxCalls, recording: settings.recordsCalls, eventLogs: settings.keepsEventLogs)
    let detail = "\(limit.soft) open files, \(needed) needed for \(settings.maxCalls) calls"
    let mend =
      "ulimit -n \(needed) (systemd: LimitNOFILE=\(needed), docker: --ulimit nofile=\(needed)), or a smaller max-calls"
    if limit.hard < needed { return .fail("open files", detail, mend: mend) }
    return .ok("open files", limit.soft < needed ? "\(detail): the server raises it itself" : detail)
  }

  private func dataDirectory() -> DoctorCheck {
    let path = settings.dataDirectory
    let state = probes.directory(path)
    if let fault = state.fault {
      return .fail(
        "data-dir", fault, mend: "let this user write there, or choose another with \(source(.dataDirectory))"
      )
    }
    guard let free = state.freeBytes else { return .ok("data-dir", path) }
    var detail = "\(path), \(Self.size(free)) free"
    if settings.recordsCalls { detail += ", \(free / Self.recordingBytesAnHour) hours of recordings" }
    if free < 100 << 20 {
      return .fail("data-dir", detail, mend: "make room, or choose another with \(source(.dataDirectory))")
    }
    if free < 1 << 30 {
      return .warn("data-dir", detail, mend: "make room for recordings and the database")
    }
    return .ok("data-dir", detail)
  }

  /// Stereo, 16 bits, 8 kHz.
  private static let recordingBytesAnHour = 2 * 2 * 8_000 * 3_600

  /// Where the value is to be changed: `--port`, or where it was given.
  private func source(_ name: SettingName) -> String {
    let source = settings.entry(name).source
    return switch source {
    case .builtIn, .flag: name.flag
    case .environment, .file: "\(name.rawValue) (\(source))"
    }
  }

  private static func size(_ bytes: Int) -> String {
    let mebibytes = bytes >> 20
    return mebibytes < 10 << 10 ? "\(mebibytes) MiB" : "\(mebibytes >> 10) GiB"
  }
}

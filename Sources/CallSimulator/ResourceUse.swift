/// What one process cost over the measured window: from the end of the ramp to the end of the duration.
public struct ResourceUse: Sendable, Equatable {
  /// User and system time over wall time.
  public var cores: Double
  /// User and system time for each second of each call.
  public var cpuPerCallSecond: Double
  /// Resident memory before the first call, and at the window's end.
  public var residentBytesBefore: Int
  public var residentBytesAfter: Int
  /// What each call that was up at the window's end added.
  public var bytesPerCall: Double

  /// - Parameters:
  ///   - idle: before the first call; `start` and `end` bound the window.
  ///   - seconds: the window's length; `callSeconds` is summed over the calls that were up.
  ///   - calls: up at the window's end.
  init?(
    idle: ProcessSample?, start: ProcessSample?, end: ProcessSample?, seconds: Double, callSeconds: Double,
    calls: Int
  ) {
    guard let idle, let start, let end, seconds > 0 else { return nil }
    let cpu = end.cpuSeconds - start.cpuSeconds
    cores = cpu / seconds
    cpuPerCallSecond = callSeconds > 0 ? cpu / callSeconds : 0
    residentBytesBefore = idle.residentBytes
    residentBytesAfter = end.residentBytes
    bytesPerCall = calls > 0 ? Double(end.residentBytes - idle.residentBytes) / Double(calls) : 0
  }
}

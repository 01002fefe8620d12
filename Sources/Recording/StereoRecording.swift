/// A call on its way to a stereo WAV file of 16-bit samples: one side left, the other right.
///
/// Half a second is gathered, written, and then entered into the file's header. A process that is killed leaves a
/// file that any player opens, short of at most that half second. (A machine that loses power may lose more:
/// nothing is synced.) A sealed one is never in the clear on disk, not even in part. Used by one thread at a time; closed
/// when it goes away.
public final class StereoRecording {
  public let path: String
  /// Samples a second.
  public let rate: Int
  /// Frames that are in the file and in its header.
  public private(set) var framesWritten = 0
  /// Frames that came after the file had failed.
  public private(set) var framesDropped = 0
  /// Why the file takes no more; nil while it does.
  public private(set) var failure: RecordingError?

  private var file: SoundFile?
  /// In place of `file`.
  private var sealed: (any SealedRecording)?
  /// Interleaved samples that wait for the next write.
  private var pending: [Int16]
  private let pendingLimit: Int
  private let frameLimit: Int

  /// Creates the file, replacing one that is there.
  ///
  /// - Parameter rate: 1 000 to 192 000 samples a second.
  public convenience init(
    path: String, rate: Int, seal: RecordingSeal? = nil
  ) throws(RecordingError) {
    // 4 GiB less the header, at four bytes a frame.
    try self.init(path: path, rate: rate, seal: seal, frameLimit: (Int(UInt32.max) - 4_096) / 4)
  }

  package init(
    path: String, rate: Int, seal: RecordingSeal? = nil, frameLimit: Int
  ) throws(RecordingError) {
    guard (1_000...192_000).contains(rate) else { throw .unsupportedRate(rate) }
    if let seal {
      let sealed = try seal.open(path)
      try sealed.append(WAVHeader.stereo(rate: rate, dataBytes: nil))
      self.sealed = sealed
    } else {
      file = try SoundFile.createStereo(path: path, rate: rate)
    }
    self.path = path
    self.rate = rate
    self.frameLimit = frameLimit
    pendingLimit = rate / 2 * 2
    pending = []
    pending.reserveCapacity(pendingLimit)
  }

  deinit { close() }

  /// Appends a block; the shorter side is filled up with silence.
  ///
  /// - Throws: once, when the file fails; blocks after that are counted in `framesDropped` and forgotten.
  public func append(left: Span<Int16>, right: Span<Int16>) throws(RecordingError) {
    let count = max(left.count, right.count)
    guard failure == nil else { return drop(count) }
    for index in 0..<count {
      pending.append(index < left.count ? left[index] : 0)
      pending.append(index < right.count ? right[index] : 0)
      if pending.count >= pendingLimit { try write(orDrop: count - index - 1) }
    }
  }

  /// Appends a block that is interleaved already, left first.
  public func append(interleaved samples: [Int16]) throws(RecordingError) {
    let count = samples.count & ~1
    guard failure == nil else { return drop(count / 2) }
    var start = 0
    while start < count {
      let end = min(count, start + pendingLimit - pending.count)
      pending.append(contentsOf: samples[start..<end])
      start = end
      if pending.count >= pendingLimit { try write(orDrop: (count - start) / 2) }
    }
  }

  /// Appends `frames` of silence on both sides.
  public func appendSilence(frames: Int) throws(RecordingError) {
    guard failure == nil else { return drop(frames) }
    var left = frames
    while left > 0 {
      pending.append(0)
      pending.append(0)
      left -= 1
      if pending.count >= pendingLimit { try write(orDrop: left) }
    }
  }

  /// Writes what was gathered so far, so that the file holds everything.
  public func flush() throws(RecordingError) { try write(orDrop: 0) }

  /// Writes the rest and closes the file. Appending afterwards is counted as dropped.
  @discardableResult
  public func close() -> RecordingSummary {
    do {
      try flush()
      if failure == nil { try sealed?.finish() }
    } catch {
      failure = error
    }
    file = nil
    sealed = nil
    if failure == nil { failure = .notOpen }
    return summary
  }

  /// How things stand; `failure` is nil for a file that is complete, closed or not.
  var summary: RecordingSummary {
    RecordingSummary(
      path: path, rate: rate, framesWritten: framesWritten, framesDropped: framesDropped, framesSilenced: 0,
      failure: failure == .notOpen ? nil : failure)
  }

  private func write(orDrop rest: Int) throws(RecordingError) {
    guard failure == nil, !pending.isEmpty else { return }
    let frames = pending.count / 2
    guard framesWritten + frames <= frameLimit else { throw fail(.tooLong(path: path), rest + frames) }
    if let sealed {
      do throws(RecordingError) {
        try sealed.append(Self.bytes(of: pending))
      } catch {
        throw fail(error, rest + frames)
      }
      framesWritten += frames
      pending.removeAll(keepingCapacity: true)
      return
    }
    // Samples first and the header after them: a process killed in between leaves a file that is only short.
    let written = file?.write(pending.span) ?? 0
    guard written == frames, file?.updateHeader() == true else {
      let reason = file?.reason ?? "closed"
      throw fail(.writeFailed(path: path, reason: reason), rest + frames)
    }
    framesWritten += frames
    pending.removeAll(keepingCapacity: true)
  }

  private func fail(_ error: RecordingError, _ lost: Int) -> RecordingError {
    failure = error
    pending = []
    drop(lost)
    file = nil
    sealed = nil
    return error
  }

  private static func bytes(of samples: [Int16]) -> [UInt8] {
    [UInt8](capacity: samples.count * 2) { output in
      for sample in samples {
        output.append(UInt8(truncatingIfNeeded: sample))
        output.append(UInt8(truncatingIfNeeded: sample >> 8))
      }
    }
  }

  private func drop(_ frames: Int) { framesDropped &+= frames }
}

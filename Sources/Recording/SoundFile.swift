internal import CSndFile
internal import Glibc

/// A sound file that libsndfile has open. One owner; closed when it goes away.
@safe struct SoundFile: ~Copyable {
  private let handle: OpaquePointer
  let rate: Int
  let channels: Int
  let format: Int32

  /// Creates or replaces a stereo WAV file of 16-bit samples; its header is valid, and says empty, on return.
  static func createStereo(path: String, rate: Int) throws(RecordingError) -> SoundFile {
    // Opened here and not by the library, which does not say why it could not.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: Self.systemReason(errno)) }
    var info = SF_INFO()
    info.samplerate = Int32(rate)
    info.channels = 2
    info.format = Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_16)
    guard let handle = unsafe sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 1) else {
      // The library closes the descriptor also when it fails.
      throw unsafe .cannotCreate(path: path, reason: Self.reason(nil))
    }
    let file = unsafe SoundFile(handle: handle, info: info)
    guard file.updateHeader() else { throw .cannotCreate(path: path, reason: file.reason) }
    return file
  }

  /// Opens a file for reading; nil with the library's words when it is none that can be read.
  static func read(path: String) throws(WAVError) -> SoundFile {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT || code == ENOTDIR
        ? .missing(path: path) : .unreadable(path: path, reason: systemReason(code))
    }
    var info = SF_INFO()
    guard let handle = unsafe sf_open_fd(descriptor, Int32(SFM_READ), &info, 1) else {
      throw unsafe .notAWAV(path: path, reason: Self.reason(nil))
    }
    return unsafe SoundFile(handle: handle, info: info)
  }

  private init(handle: OpaquePointer, info: SF_INFO) {
    unsafe self.handle = unsafe handle
    rate = Int(info.samplerate)
    channels = Int(info.channels)
    format = info.format
  }

  deinit { unsafe sf_close(handle) }

  /// Whether this is a WAV file of any flavour.
  var isWAV: Bool {
    let type = Int(format) & Int(SF_FORMAT_TYPEMASK)
    return [SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64, SF_FORMAT_W64].contains { Int($0) == type }
  }

  /// Writes whole frames of interleaved samples; returns how many frames were taken by the file.
  func write(_ samples: Span<Int16>) -> Int {
    // Sound: the library reads `count / channels` whole frames, no more than the span holds.
    unsafe samples.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return Int(unsafe sf_writef_short(handle, base, sf_count_t(buffer.count / channels)))
    }
  }

  /// Makes the file's header say how long it is by now.
  func updateHeader() -> Bool {
    unsafe sf_command(handle, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
    return unsafe sf_error(handle) == Int32(SF_ERR_NO_ERROR)
  }

  /// Whether the samples are floating-point numbers, full scale at 1.
  var isFloatingPoint: Bool {
    let subtype = Int(format) & Int(SF_FORMAT_SUBMASK)
    return subtype == Int(SF_FORMAT_FLOAT) || subtype == Int(SF_FORMAT_DOUBLE)
  }

  /// Fills `buffer` with whole interleaved frames; returns how many, 0 at the end.
  func read(into buffer: inout [Int16]) -> Int {
    let frames = buffer.count / channels
    // Sound: the library writes at most `frames` frames, which the array holds.
    let count = unsafe buffer.withUnsafeMutableBufferPointer { samples in
      guard let base = samples.baseAddress else { return sf_count_t(0) }
      return unsafe sf_readf_short(handle, base, sf_count_t(frames))
    }
    return max(0, min(frames, Int(count)))
  }

  /// The same in floating point. The library's own way from there to 16 bit would scale by the file's peak.
  func read(into buffer: inout [Float]) -> Int {
    let frames = buffer.count / channels
    // Sound: as above.
    let count = unsafe buffer.withUnsafeMutableBufferPointer { samples in
      guard let base = samples.baseAddress else { return sf_count_t(0) }
      return unsafe sf_readf_float(handle, base, sf_count_t(frames))
    }
    return max(0, min(frames, Int(count)))
  }

  /// The library's words for the last failure.
  var reason: String { unsafe Self.reason(handle) }

  private static func reason(_ handle: OpaquePointer?) -> String {
    guard let text = unsafe sf_strerror(handle) else { return "unknown" }
    return unsafe String(cString: text)
  }

  private static func systemReason(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

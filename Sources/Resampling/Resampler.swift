internal import CSpeexDSP

/// Changes the sample rate of a stream of mono audio, chunk by chunk, with the filter of SpeexDSP.
///
/// How the stream is cut into chunks never changes the output: feeding one sample at a time gives the same
/// samples. The filter's delay is cut off at the start and drained by `flush`, so a whole stream keeps its place
/// in time, and its length times the ratio, rounded. One owner.
@safe public struct Resampler: ~Copyable {
  /// How sharp the filter is, against what it costs and how far it must look ahead.
  public enum Quality: Int32, Sendable, CaseIterable {
    /// For measuring load: audible aliasing.
    case low = 1
    /// For phone calls.
    case voice = 4
    /// For recognisers and recordings.
    case high = 8
  }

  /// Samples a second.
  public static let supportedRates = [8_000, 16_000, 22_050, 24_000, 48_000]
  /// Outputs produced at most in one step, so that the counts handed to C stay small.
  private static let stepLimit = 4_096

  public let inputRate: Int
  public let outputRate: Int
  /// The C resampler, owned and freed by this struct; nil when both rates are the same.
  private let state: OpaquePointer?
  /// Samples taken in and given out since the stream began.
  private var taken = 0
  private var given = 0

  /// - Parameters:
  ///   - from: one of `supportedRates`.
  ///   - to: one of `supportedRates`; the same as `from` copies the samples.
  public init(from: Int, to: Int, quality: Quality = .voice) throws(ResamplerError) {
    for rate in [from, to] where !Self.supportedRates.contains(rate) { throw .unsupportedRate(rate) }
    let made = unsafe try Self.makeState(from: from, to: to, quality: quality)
    inputRate = from
    outputRate = to
    unsafe state = made
  }

  private static func makeState(
    from: Int, to: Int, quality: Quality
  ) throws(ResamplerError) -> OpaquePointer? {
    guard from != to else { return nil }
    var status: Int32 = 0
    let made = unsafe speex_resampler_init(1, UInt32(from), UInt32(to), quality.rawValue, &status)
    guard let made = unsafe made else { throw .outOfMemory }
    unsafe speex_resampler_skip_zeros(made)
    return unsafe made
  }

  deinit { if let state = unsafe state { unsafe speex_resampler_destroy(state) } }

  /// How far the output lags behind the input, in samples at the output rate.
  public var latencySamples: Int {
    guard let state = unsafe state else { return 0 }
    return Int(unsafe speex_resampler_get_output_latency(state))
  }

  /// Room that always suffices for the output of `count` more input samples.
  public func maximumOutput(for count: Int) -> Int {
    let (scaled, overflow) = count.multipliedReportingOverflow(by: outputRate)
    return overflow ? .max : scaled / inputRate &+ 2
  }

  /// Converts a chunk and appends what is ready to `output`.
  ///
  /// - Parameter input: s16 mono at `inputRate`, any number of samples.
  public mutating func process(_ input: Span<Int16>, into output: inout [Int16]) {
    let expected = maximumOutput(for: input.count)
    let tail = [Int16](capacity: expected) { tail in process(input, into: &tail) }
    output.append(contentsOf: tail)
  }

  /// Converts a chunk into `output`, without allocating.
  ///
  /// - Returns: how many input samples were taken: all of them when `maximumOutput(for:)` had room.
  @discardableResult
  public mutating func process(_ input: Span<Int16>, into output: inout OutputSpan<Int16>) -> Int {
    let count = unsafe state == nil ? copy(input, into: &output) : filter(input, into: &output)
    taken &+= count
    return count
  }

  /// Appends the rest of the stream, so that its whole length is the input's times the ratio, rounded. The next
  /// chunk starts a new stream.
  public mutating func flush(into output: inout [Int16]) {
    let tail = [Int16](capacity: remaining) { tail in drain(into: &tail) }
    output.append(contentsOf: tail)
    reset()
  }

  /// Forgets the stream; the next chunk starts a new one.
  public mutating func reset() {
    taken = 0
    given = 0
    guard let state = unsafe state else { return }
    unsafe speex_resampler_reset_mem(state)
    unsafe speex_resampler_skip_zeros(state)
  }

  /// Samples that the stream is still owed.
  private var remaining: Int {
    max(0, (taken &* outputRate &+ inputRate / 2) / inputRate &- given)
  }

  /// Pushes the delay out by feeding silence until every owed sample has come.
  private mutating func drain(into output: inout OutputSpan<Int16>) {
    guard unsafe state != nil else { return }
    let silence: [256 of Int16] = .init(repeating: 0)
    while output.freeCapacity > 0 {
      let before = output.count
      let consumed = filter(silence.span, into: &output)
      guard consumed > 0 || output.count > before else { return }
    }
  }

  private mutating func copy(_ input: Span<Int16>, into output: inout OutputSpan<Int16>) -> Int {
    let count = min(input.count, output.freeCapacity)
    for index in 0..<count { output.append(input[index]) }
    given &+= count
    return count
  }

  /// Runs the filter until the input or the room is used up.
  private mutating func filter(_ input: Span<Int16>, into output: inout OutputSpan<Int16>) -> Int {
    guard let state = unsafe state else { return 0 }
    var consumed = 0
    while consumed < input.count, output.freeCapacity > 0 {
      var inputCount = UInt32(min(input.count &- consumed, Self.stepLimit))
      var outputCount = UInt32(min(output.freeCapacity, Self.stepLimit))
      // Sound: both counts are at most what the spans hold from here on; the library writes back what it used
      // of each, and has initialised that many outputs.
      unsafe input.extracting(droppingFirst: consumed).withUnsafeBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
          unsafe speex_resampler_process_int(
            state, 0, source.baseAddress, &inputCount, buffer.baseAddress.map { unsafe $0 + initialized },
            &outputCount)
          initialized &+= Int(outputCount)
        }
      }
      consumed &+= Int(inputCount)
      given &+= Int(outputCount)
      if inputCount == 0 && outputCount == 0 { break }
    }
    return consumed
  }
}

extension Resampler: @unchecked Sendable {}  // one owner; the C state changes only in `mutating` functions

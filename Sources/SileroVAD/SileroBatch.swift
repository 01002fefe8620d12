internal import COnnxRuntime

/// A worker's own room to gather the windows of its calls and ask the model about all of them at once.
///
/// `removeAll`, then `add` for each call, `run`, then `probability` and `readState` for each; the same memory serves
/// every round. One thread uses it at a time. Nothing here allocates after `init`; the library does, inside a run.
@safe public struct SileroBatch: ~Copyable {
  /// Samples of one question: 32 of context and the window's 256.
  public static var questionSize: Int { 288 }

  private let model: SileroModel
  private let batch: OpaquePointer
  /// The most questions one run can hold.
  public let capacity: Int
  /// How many questions have been added since the last `removeAll`.
  public private(set) var count = 0
  private var answered = 0

  /// - Parameter capacity: from 1 to 4096; 128 is past the point where more would be cheaper.
  public init(model: SileroModel, capacity: Int = 128) throws(SileroError) {
    precondition((1...4_096).contains(capacity))
    guard let batch = unsafe onnx_silero_batch_create(model.session, capacity) else { throw .outOfMemory }
    self.model = model
    self.capacity = capacity
    unsafe self.batch = batch
  }

  deinit { unsafe onnx_silero_batch_release(batch) }

  public var isFull: Bool { count == capacity }

  /// Starts a new round.
  public mutating func removeAll() {
    count = 0
    answered = 0
  }

  /// Adds one window.
  ///
  /// - Parameters:
  ///   - state: what the model remembers of this call.
  ///   - fill: writes 288 samples, -1 to 1: the last 32 before the window, then the window.
  /// - Returns: where the answer will be.
  /// - Precondition: the batch is not full.
  @discardableResult
  public mutating func add(_ state: borrowing SileroState, fill: (inout MutableSpan<Float>) -> Void) -> Int {
    precondition(count < capacity)
    // In bounds: `count` is below the capacity, for which the shim made room of these sizes.
    let input = unsafe UnsafeMutableBufferPointer(
      start: onnx_silero_batch_input(batch, count), count: Self.questionSize)
    var span = unsafe input.mutableSpan
    fill(&span)
    let first = unsafe onnx_silero_batch_state(batch, 0, count)
    let second = unsafe onnx_silero_batch_state(batch, 1, count)
    if let first = unsafe first, let second = unsafe second {
      let (known, alsoKnown) = (state.first.span, state.second.span)
      for i in 0..<SileroState.layerSize {
        unsafe first[i] = known[i]
        unsafe second[i] = alsoKnown[i]
      }
    }
    count &+= 1
    return count &- 1
  }

  /// Asks the model about every window added. Does nothing when there is none.
  public mutating func run() throws(SileroError) {
    guard count > 0 else { return }
    answered = 0
    guard unsafe onnx_silero_batch_run(batch, count, nil, 0) == 0 else {
      throw .runFailed(reason: runAgain())
    }
    answered = count
  }

  /// Runs the batch that failed once more, for its reason; only failure pays for the text.
  private func runAgain() -> String {
    var reason = [CChar](repeating: 0, count: 1_024)
    guard unsafe onnx_silero_batch_run(batch, count, &reason, reason.count) != 0 else {
      return "it failed once"
    }
    return String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The probability (0 to 1) that a window holds speech, after `run`.
  /// - Precondition: `index` was returned by `add` in this round.
  public func probability(at index: Int) -> Float {
    precondition(index >= 0 && index < answered)
    return unsafe onnx_silero_batch_probability(batch, index)
  }

  /// Takes over what the model remembers of the call after its window.
  /// - Precondition: `index` was returned by `add` in this round.
  public func readState(at index: Int, into state: inout SileroState) {
    precondition(index >= 0 && index < answered)
    // In bounds: the shim wrote two layers of `answered` rows.
    guard let first = unsafe onnx_silero_batch_next_state(batch, answered, 0, index),
      let second = unsafe onnx_silero_batch_next_state(batch, answered, 1, index)
    else { return }
    var room = state.first.mutableSpan
    for i in 0..<SileroState.layerSize { unsafe room[i] = first[i] }
    var alsoRoom = state.second.mutableSpan
    for i in 0..<SileroState.layerSize { unsafe alsoRoom[i] = second[i] }
  }
}

/// The latest samples of a stream, in a circle: older ones are written over.
///
/// Runs are copied whole, because sample by sample the checks of an array cost more than the copying.
struct SampleCircle {
  private var samples: [Int16]
  /// Samples ever appended.
  private(set) var end = 0

  /// - Parameter capacity: samples kept; at least 1.
  init(capacity: Int) { samples = [Int16](repeating: 0, count: max(1, capacity)) }

  var capacity: Int { samples.count }
  /// The oldest sample that is still kept.
  var start: Int { max(0, end - samples.count) }

  mutating func append(_ input: Span<Int16>) {
    let skipped = max(0, input.count - samples.count)
    var done = skipped
    while done < input.count {
      let at = (end + done) % samples.count
      let run = min(input.count - done, samples.count - at)
      let piece = input.extracting(done..<done + run)
      // Sound: `at + run` is at most the array's count, and the two do not overlap.
      unsafe samples.withUnsafeMutableBufferPointer { target in
        unsafe piece.withUnsafeBufferPointer { source in
          guard let from = source.baseAddress, let to = target.baseAddress else { return }
          unsafe (to + at).update(from: from, count: run)
        }
      }
      done += run
    }
    end += input.count
  }

  /// Appends what is kept of `range` to `output`.
  func copy(_ range: Range<Int>, onto output: inout [Int16]) {
    var at = max(range.lowerBound, start)
    let limit = min(range.upperBound, end)
    while at < limit {
      let index = at % samples.count
      let run = min(limit - at, samples.count - index)
      output.append(samples.span.extracting(index..<index + run))
      at += run
    }
  }
}

extension [Int16] {
  /// Appends a whole run.
  mutating func append(_ run: Span<Int16>) {
    unsafe run.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

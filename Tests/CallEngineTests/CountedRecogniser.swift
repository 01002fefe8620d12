import Providers
import Synchronization

/// How many recogniser streams live. Each is owned by its call, and holds the call's port.
final class StreamCensus: Sendable {
  private let count = Atomic<Int>(0)
  var alive: Int { count.load(ordering: .acquiring) }
  func add(_ number: Int) { count.add(number, ordering: .acquiringAndReleasing) }
}

/// A recogniser whose streams are counted while they live.
struct CountedRecogniser: Recogniser {
  private let base: any Recogniser
  private let census: StreamCensus

  init(_ base: any Recogniser, _ census: StreamCensus) {
    self.base = base
    self.census = census
  }

  func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    Stream(try base.openStream(sampleRate: sampleRate, events: events), census)
  }

  private final class Stream: RecogniserStream {
    private let base: any RecogniserStream
    private let census: StreamCensus

    init(_ base: any RecogniserStream, _ census: StreamCensus) {
      self.base = base
      self.census = census
      census.add(1)
    }

    deinit { census.add(-1) }

    func begin(utterance: Int) { base.begin(utterance: utterance) }
    func append(_ samples: [Int16]) { base.append(samples) }
    func flush(_ flush: Int) { base.flush(flush) }
    func end() { base.end() }
    func close() { base.close() }
  }
}

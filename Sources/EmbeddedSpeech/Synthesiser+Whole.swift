internal import Foundation
public import Providers
internal import Synchronization

extension Synthesiser {
  /// Speaks a text and waits for all of it: for tools and tests that have a thread to spare.
  ///
  /// - Returns: s16 mono at `sampleRate`.
  public func speakWhole(_ text: String) throws(ProviderError) -> [Int16] {
    let spoken = Mutex<(samples: [Int16], failure: ProviderError?)>(([], nil))
    let done = DispatchSemaphore(value: 0)
    let work = synthesise(text) { event in
      switch event {
      case .audio(let samples): spoken.withLock { $0.samples += samples }
      case .words, .substituted: break
      case .finished: done.signal()
      case .failed(let error):
        spoken.withLock { $0.failure = error }
        done.signal()
      }
    }
    withExtendedLifetime(work) { done.wait() }
    let result = spoken.withLock { $0 }
    if let failure = result.failure { throw failure }
    return result.samples
  }
}
